using System.Globalization;
using System.Numerics;

namespace Tandem.Notebooks;

/// <summary>A JSON number as the C# number that keeps its digits: long ids stay what they are.</summary>
internal static class SharedNumber
{
    // Every decimal number of this many digits survives in a double (IEEE 754: 53 bits hold 15.95 digits).
    private const int DoubleDigits = 15;

    // The digits that a decimal holds, whatever they are.
    private const int DecimalDigits = 28;

    /// <summary>
    /// A whole number as a <see cref="long"/>, or a <see cref="BigInteger"/> beyond that; any other as a <see cref="double"/>, or as a <see cref="decimal"/> where only that has all digits.
    /// </summary>
    /// <param name="json">The number as JSON has it.</param>
    public static object Of(string json)
    {
        if (!json.AsSpan().ContainsAny('.', 'e', 'E') && json != "-0")
        {
            return long.TryParse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? (object)whole
                : BigInteger.Parse(json, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        var number = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        var digits = Digits(json);
        return digits is > DoubleDigits and <= DecimalDigits
            && number.ToString("R", CultureInfo.InvariantCulture) != json
            && decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            && Digits(exact.ToString(CultureInfo.InvariantCulture)) == digits
            ? exact
            : number;
    }

    /// <summary>How many digits a number has from its first that is not zero.</summary>
    private static int Digits(string number)
    {
        var exponent = number.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? number : number[..exponent];
        return mantissa.SkipWhile(character => character is '-' or '0' or '.').Count(char.IsAsciiDigit);
    }
}
