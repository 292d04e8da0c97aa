namespace Tandem.Notebooks;

/// <summary>Unicode's mathematical alphabets.</summary>
internal static class MathAlphabet
{
    /// <summary>Letters of the script and double-struck alphabets that Unicode had before, elsewhere.</summary>
    private static readonly Dictionary<string, (string Letters, string Symbols)> _exceptions = new()
    {
        ["double-struck"] = ("CHNPQRZ", "ℂℍℕℙℚℝℤ"),
        ["script"] = ("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ"),
    };

    /// <summary>A letter in an alphabet; other characters as they are.</summary>
    public static string Map(char character, string alphabet)
    {
        if (_exceptions.TryGetValue(alphabet, out var exceptions) && exceptions.Letters.IndexOf(character, StringComparison.Ordinal) is >= 0 and var index)
        {
            return exceptions.Symbols[index].ToString();
        }

        // Each alphabet is the capitals and then the small letters, without a gap.
        var capitals = alphabet switch { "bold" => 0x1D400, "bold-italic" => 0x1D468, "script" => 0x1D49C, _ => 0x1D538 };
        return character switch
        {
            >= 'A' and <= 'Z' => char.ConvertFromUtf32(capitals + character - 'A'),
            >= 'a' and <= 'z' => char.ConvertFromUtf32(capitals + 26 + character - 'a'),
            _ => character.ToString(),
        };
    }
}
