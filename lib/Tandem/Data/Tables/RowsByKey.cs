namespace Tandem;

/// <summary>The right table's rows of each key, in row order: one array of rows sorted by key, and where each key's part begins.</summary>
internal readonly struct RowsByKey
{
    private readonly int[] _starts;
    private readonly int[] _rows;

    private RowsByKey(int[] starts, int[] rows)
    {
        _starts = starts;
        _rows = rows;
    }

    /// <summary>Sorts the rows from <paramref name="offset"/> on by their keys (a counting sort).</summary>
    /// <param name="keys">The keys of both tables, laid end to end.</param>
    /// <param name="count">The number of keys.</param>
    /// <param name="offset">Where the right table begins.</param>
    /// <param name="include">Whether a row (counted in both tables) takes part.</param>
    public static RowsByKey Build(int[] keys, int count, int offset, Func<int, bool> include)
    {
        var starts = new int[count + 1];
        for (var row = offset; row < keys.Length; row++)
        {
            starts[keys[row] + 1] += include(row) ? 1 : 0;
        }

        for (var key = 0; key < count; key++)
        {
            starts[key + 1] += starts[key];
        }

        var next = starts[..count];
        var rows = new int[starts[count]];
        for (var row = offset; row < keys.Length; row++)
        {
            if (include(row))
            {
                rows[next[keys[row]]++] = row - offset;
            }
        }

        return new RowsByKey(starts, rows);
    }

    /// <summary>The right table's rows of a key.</summary>
    public ReadOnlySpan<int> Of(int key) => _rows.AsSpan(_starts[key].._starts[key + 1]);
}
