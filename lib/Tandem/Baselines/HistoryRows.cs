namespace Tandem;

/// <summary>A history of items that was given with a query, as rows of an index.</summary>
internal static class HistoryRows
{
    /// <summary>What the results of such a query are named by.</summary>
    public const string Name = "a history";

    /// <summary>The rows of the items that the index holds, ascending and distinct.</summary>
    /// <exception cref="ArgumentException">The index holds none of the items, or the filter names what users have seen.</exception>
    public static int[] Of(TopKIndex index, IEnumerable<string> history, QueryFilter? filter)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (filter?.Seen is not null)
        {
            throw new ArgumentException("A history does not tell whose it is, so what users have seen cannot filter it. Use Excluded.", nameof(filter));
        }

        var rows = history.Select(item => index.TryGetRow(item, out var row) ? row : -1).Where(row => row >= 0).Distinct().Order().ToArray();
        return rows.Length > 0
            ? rows
            : throw new ArgumentException("None of the items of the history is in the index, so there is nothing to go by. Recommend what is popular.", nameof(history));
    }
}
