namespace Tandem.Interactive;

/// <summary>Which rows have a value: in a table's column a truth value a row, true for none; in a data frame's a bit a row, set where there is one.</summary>
internal static class NullBitmap
{
    /// <summary>The bits of a mask, the first row's lowest in the first byte.</summary>
    public static byte[] FromMask(ReadOnlySpan<bool> isNull)
    {
        var bits = new byte[(isNull.Length + 7) / 8];
        for (var row = 0; row < isNull.Length; row++)
        {
            bits[row >> 3] |= (byte)((isNull[row] ? 0 : 1) << (row & 7));
        }

        return bits;
    }

    /// <summary>Writes the mask of the bits of as many rows as the mask has.</summary>
    public static void ToMask(ReadOnlySpan<byte> bits, Span<bool> isNull)
    {
        for (var row = 0; row < isNull.Length; row++)
        {
            isNull[row] = (bits[row >> 3] >> (row & 7) & 1) == 0;
        }
    }
}
