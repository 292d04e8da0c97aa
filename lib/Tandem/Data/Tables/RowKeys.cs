namespace Tandem;

/// <summary>Numbers the distinct combinations of several columns' values: what grouping, joining and counting have in common.</summary>
internal static class RowKeys
{
    /// <summary>Numbers the combinations in order of their first row. Rows without a value in a column are alike in it.</summary>
    /// <returns>Each row's number, and how many numbers there are.</returns>
    public static (int[] Keys, int Count) Encode(IReadOnlyList<Column> columns)
    {
        var (keys, count) = columns[0].Encode();
        foreach (var column in columns.Skip(1))
        {
            var (codes, codeCount) = column.Encode();
            count = Combine(keys, codes, codeCount);
        }

        return (keys, count);
    }

    /// <summary>For each number, the first row that has it.</summary>
    public static int[] FirstRows(int[] keys, int count)
    {
        // Numbers are given in order of first rows, so a new one is always one more than those before.
        var first = new int[count];
        for (int row = 0, next = 0; next < count; row++)
        {
            if (keys[row] == next)
            {
                first[next++] = row;
            }
        }

        return first;
    }

    private static int Combine(int[] keys, int[] codes, long codeCount)
    {
        var seen = new Dictionary<long, int>();
        for (var row = 0; row < keys.Length; row++)
        {
            var pair = keys[row] * codeCount + codes[row];
            if (!seen.TryGetValue(pair, out keys[row]))
            {
                seen.Add(pair, keys[row] = seen.Count);
            }
        }

        return seen.Count;
    }
}
