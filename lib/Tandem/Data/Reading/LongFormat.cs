using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>Whole numbers in decimal digits with an optional sign.</summary>
internal readonly struct LongFormat : ICellFormat<long>
{
    // Nineteen digits can overflow.
    private const int SafeDigits = 18;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> cell, out long value)
    {
        value = 0;
        if (cell.IsEmpty || cell.Length > SafeDigits)
        {
            return TryParseAny(cell, out value);
        }

        foreach (var character in cell)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return TryParseAny(cell, out value);
            }

            value = value * 10 + digit;
        }

        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> cell, out long value) =>
        long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
