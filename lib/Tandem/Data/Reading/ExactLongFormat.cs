namespace Tandem;

/// <summary>
/// Whole numbers that are written as their value is: no plus sign and no leading zero, which are marks of ids, codes and telephone numbers. For columns whose type is inferred.
/// </summary>
internal readonly struct ExactLongFormat : ICellFormat<long>
{
    public static bool TryParse(ReadOnlySpan<byte> cell, out long value) => LongFormat.TryParse(cell, out value) && IsCanonical(cell);

    private static bool IsCanonical(ReadOnlySpan<byte> cell) => cell[0] switch
    {
        (byte)'+' => false,
        (byte)'-' => cell[1] != '0',
        (byte)'0' => cell.Length == 1,
        _ => true,
    };
}
