namespace Tandem;

/// <summary>Finds what somebody who mistyped a name most likely meant.</summary>
internal static class NameSuggestion
{
    private const int Listed = 100;

    /// <summary>" Did you mean '…'?" when one of the names is near, else nothing.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        var nearest = known
            .Select(candidate => (Name: candidate, Distance: EditDistance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, (name.Length + 1) / 3) ? $" Did you mean '{nearest.Name}'?" : "";
    }

    /// <summary>The names there are: the first of them when they are more than anybody reads.</summary>
    public static string List(IReadOnlyCollection<string> known) =>
        string.Join(", ", known.Take(Listed)) + (known.Count > Listed ? $", … ({known.Count:N0} in all)" : "");

    /// <summary>Levenshtein's distance: the fewest insertions, deletions and replacements that turn one text into the other.</summary>
    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
