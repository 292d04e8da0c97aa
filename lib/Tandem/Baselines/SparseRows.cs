namespace Tandem;

/// <summary>
/// A sparse matrix by rows: the entries of row i stand at <c>Offsets[i] … Offsets[i + 1] − 1</c>, their columns ascending and distinct.
/// </summary>
internal sealed record SparseRows(int[] Offsets, int[] Columns, float[] Weights)
{
    /// <summary>The number of entries.</summary>
    public int Count => Columns.Length;

    /// <summary>The number of rows.</summary>
    public int Rows => Offsets.Length - 1;

    /// <summary>Makes a matrix of entries in any order; those of one place are added up in their order.</summary>
    /// <param name="rowOf">Each entry's row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columnOf">Each entry's column.</param>
    /// <param name="weights">The entries; 1 each when <see langword="null"/>.</param>
    public static SparseRows Group(int[] rowOf, int rows, int[] columnOf, float[]? weights)
    {
        var order = StableOrder(rowOf, rows, out var starts);
        var (offsets, columns, values) = (new int[rows + 1], new int[rowOf.Length], new float[rowOf.Length]);
        var count = 0;
        for (var row = 0; row < rows; row++)
        {
            var entries = order.AsSpan(starts[row]..starts[row + 1]);
            entries.Sort((left, right) => (columnOf[left], left).CompareTo((columnOf[right], right)));
            foreach (var entry in entries)
            {
                var weight = weights?[entry] ?? 1;
                if (count > offsets[row] && columns[count - 1] == columnOf[entry])
                {
                    values[count - 1] += weight;
                }
                else
                {
                    (columns[count], values[count++]) = (columnOf[entry], weight);
                }
            }

            offsets[row + 1] = count;
        }

        return new SparseRows(offsets, columns[..count], values[..count]);
    }

    /// <summary>The same entries by columns.</summary>
    public SparseRows Transpose(int columns)
    {
        var rowOf = new int[Count];
        for (var row = 0; row < Rows; row++)
        {
            rowOf.AsSpan(Offsets[row]..Offsets[row + 1]).Fill(row);
        }

        // Entries of one column keep their order, which is that of the rows.
        var order = StableOrder(Columns, columns, out var offsets);
        return new SparseRows(offsets, Array.ConvertAll(order, entry => rowOf[entry]), Array.ConvertAll(order, entry => Weights[entry]));
    }

    /// <summary>The given rows, one after another.</summary>
    public SparseRows Take(ReadOnlySpan<int> rows)
    {
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = offsets[i] + Offsets[rows[i] + 1] - Offsets[rows[i]];
        }

        var (columns, weights) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            var entries = Offsets[rows[i]]..Offsets[rows[i] + 1];
            Columns.AsSpan(entries).CopyTo(columns.AsSpan(offsets[i]));
            Weights.AsSpan(entries).CopyTo(weights.AsSpan(offsets[i]));
        }

        return new SparseRows(offsets, columns, weights);
    }

    private static int[] StableOrder(int[] groupOf, int groups, out int[] offsets)
    {
        offsets = new int[groups + 1];
        foreach (var group in groupOf)
        {
            offsets[group + 1]++;
        }

        for (var group = 0; group < groups; group++)
        {
            offsets[group + 1] += offsets[group];
        }

        var (order, next) = (new int[groupOf.Length], offsets.ToArray());
        for (var i = 0; i < order.Length; i++)
        {
            order[next[groupOf[i]]++] = i;
        }

        return order;
    }
}
