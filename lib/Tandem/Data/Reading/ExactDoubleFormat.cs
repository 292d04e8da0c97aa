using System.Globalization;

namespace Tandem;

/// <summary>
/// Finite decimal numbers of which a double keeps every digit: written with as many digits again, the number is the same. For columns whose type is inferred, so that two ids that differ
/// in their twentieth digit stay two.
/// </summary>
/// <remarks>
/// A plus sign or a leading zero marks a code. An exponent marks a number where there is a sign or a point, too, as programs write it (<c>1e-05</c>, <c>1.5E10</c>, <c>-2E3</c>); <c>1E5</c> and
/// <c>10E4</c> are as likely to be two ids as one number.
/// </remarks>
internal readonly struct ExactDoubleFormat : ICellFormat<double>
{
    // Every decimal number of this many digits survives (IEEE 754: 53 bits hold 15.95 digits).
    private const int SafeDigits = 15;

    // No double has more digits than this; more than that is no measurement.
    private const int MostDigits = 767;

    public static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        DoubleFormat.TryParsePlain(cell, out value) ? !IsCode(cell) : DoubleFormat.TryParse(cell, out value) && !IsCode(cell) && KeepsDigits(cell, value);

    /// <summary>Whether a number begins as codes do.</summary>
    private static bool IsCode(ReadOnlySpan<byte> cell)
    {
        var digits = cell[0] == '-' ? cell[1..] : cell;
        return digits[0] == '+' || (digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit((char)digits[1]));
    }

    private static bool KeepsDigits(ReadOnlySpan<byte> cell, double value)
    {
        var end = cell.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = end < 0 ? cell : cell[..end];
        if (end >= 0 && !mantissa.ContainsAny((byte)'.', (byte)'-') && cell[end + 1] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        Span<char> digits = stackalloc char[MostDigits];
        var count = 0;
        foreach (var character in mantissa)
        {
            if (!char.IsAsciiDigit((char)character) || (count == 0 && character == '0'))
            {
                continue;
            }

            if (count == MostDigits)
            {
                return false;
            }

            digits[count++] = (char)character;
        }

        // A number too small for a double has become 0.
        return value == 0 ? count == 0 : count <= SafeDigits || Digits(value, count).AsSpan().SequenceEqual(digits[..count]);
    }

    /// <summary>The first digits of a number, correctly rounded.</summary>
    private static string Digits(double value, int count)
    {
        var text = Math.Abs(value).ToString($"E{count - 1}", CultureInfo.InvariantCulture);
        return text[..text.IndexOf('E')].Replace(".", "", StringComparison.Ordinal);
    }
}
