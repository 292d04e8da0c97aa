using System.Globalization;
using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>Finite decimal numbers, rounded correctly.</summary>
internal readonly struct DoubleFormat : ICellFormat<double>
{
    // A whole number of up to fifteen digits and a power of ten up to 10²² are exact in a double, so that one division of the two
    // is rounded once, and so correctly (W. Clinger, "How to read floating point numbers accurately", PLDI 1990).
    private const int ExactDigits = 15;

    private static readonly double[] _powersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> cell, out double value) => TryParsePlain(cell, out value) || TryParseAny(cell, out value);

    /// <summary>Parses up to fifteen digits with at most a point among them, and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParsePlain(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        var digits = 0L;
        var point = -1;
        for (var i = 0; i < cell.Length; i++)
        {
            var digit = (uint)(cell[i] - '0');
            if (digit <= 9)
            {
                digits = unchecked(digits * 10 + digit);
            }
            else if (cell[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        var digitCount = cell.Length - (point < 0 ? 0 : 1);
        if (digitCount is 0 or > ExactDigits)
        {
            return false;
        }

        value = point < 0 ? digits : digits / _powersOfTen[cell.Length - 1 - point];
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> cell, out double value) =>
        double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && double.IsFinite(value);
}
