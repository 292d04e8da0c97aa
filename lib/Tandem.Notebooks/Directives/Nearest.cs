namespace Tandem.Notebooks;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class Nearest
{
    /// <summary>A question to append to an error message, such as <c>; did you mean #!time?</c>, or nothing where no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => To(name, known) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>The known name that takes the fewest changed letters, at most a third of them; null when none is as near.</summary>
    public static string? To(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(name, candidate))).DefaultIfEmpty((name, int.MaxValue)).MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, nearest.Length / 3) ? nearest : null;
    }

    /// <summary>The number of letters to insert, delete, replace or swap with their neighbour; case ignored.</summary>
    private static int Distance(string a, string b)
    {
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                costs[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                    Same(a[i - 1], b[j - 1]) ? costs[i - 1, j - 1]
                        : i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]) ? costs[i - 2, j - 2] + 1
                        : costs[i - 1, j - 1] + 1);
            }
        }

        return costs[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
