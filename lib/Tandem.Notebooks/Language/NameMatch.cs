namespace Tandem.Notebooks;

/// <summary>How well a name matches what was typed of it.</summary>
internal static class NameMatch
{
    /// <summary>0 for a beginning with its case, 1 for a beginning, 2 for beginnings of the name's words, such as <c>wl</c> of <c>WriteLine</c>; null for no match.</summary>
    public static int? Quality(string name, string typed) =>
        name.StartsWith(typed, StringComparison.Ordinal) ? 0
        : name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1
        : typed.Length > 1 && SameLetter(name[0], typed[0]) && MatchesWords(name, 1, typed, 1) ? 2
        : null;

    /// <summary>Each letter goes on in the word that the one before it is in, or begins a later one.</summary>
    private static bool MatchesWords(string name, int at, string typed, int next)
    {
        if (next == typed.Length)
        {
            return true;
        }

        if (at < name.Length && SameLetter(name[at], typed[next]) && MatchesWords(name, at + 1, typed, next + 1))
        {
            return true;
        }

        for (var i = at; i < name.Length; i++)
        {
            if (BeginsWord(name, i) && SameLetter(name[i], typed[next]) && MatchesWords(name, i + 1, typed, next + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWord(string name, int index) =>
        (char.IsUpper(name[index]) && !char.IsUpper(name[index - 1])) || (char.IsDigit(name[index]) && !char.IsDigit(name[index - 1])) || name[index - 1] is '_' or '.' or '-'
        || (char.IsUpper(name[index]) && index + 1 < name.Length && char.IsLower(name[index + 1]));

    private static bool SameLetter(char first, char second) => char.ToUpperInvariant(first) == char.ToUpperInvariant(second);
}
