namespace Tandem;

/// <summary>Which group each row of a table belongs to, and the arithmetic over the rows of each group.</summary>
internal sealed class GroupRows(int[] groupOfRow, int count)
{
    /// <summary>The first row of each group.</summary>
    public int[] FirstRows() => RowKeys.FirstRows(groupOfRow, count);

    /// <summary>How many rows of its group stand before each row.</summary>
    public long[] RunningCounts()
    {
        var seen = new long[count];
        return Array.ConvertAll(groupOfRow, group => seen[group]++);
    }

    public LongColumn Sizes()
    {
        var sizes = new long[count];
        foreach (var group in groupOfRow)
        {
            sizes[group]++;
        }

        return new LongColumn("size", sizes, null);
    }

    public Column Sum(Column column) => column switch
    {
        LongColumn longs => SumWhole(longs),
        DoubleColumn doubles => new DoubleColumn("sum", SumAndCount(doubles).Sums, null),
        _ => throw NotNumbers(column),
    };

    public DoubleColumn Mean(Column column)
    {
        var (sums, counts) = SumAndCount(column);
        var nulls = Array.ConvertAll(counts, n => n == 0);
        for (var group = 0; group < count; group++)
        {
            sums[group] = nulls[group] ? 0 : sums[group] / counts[group];
        }

        return new DoubleColumn("mean", sums, nulls);
    }

    /// <summary>The largest (<paramref name="sign"/> 1) or smallest (−1) value of each group; NaN only where a group has nothing else.</summary>
    public Column Extreme(Column column, int sign)
    {
        var best = new int[count];
        best.AsSpan().Fill(-1);
        for (var row = 0; row < groupOfRow.Length; row++)
        {
            ref var held = ref best[groupOfRow[row]];
            if (!column.IsNull(row) && (held < 0 || IsNaN(column, held) || (!IsNaN(column, row) && column.Compare(row, held) * sign > 0)))
            {
                held = row;
            }
        }

        return column.Gather(best);
    }

    private static bool IsNaN(Column column, int row) => column is DoubleColumn doubles && double.IsNaN(doubles.Values[row]);

    private LongColumn SumWhole(LongColumn column)
    {
        var sums = new long[count];
        for (var row = 0; row < groupOfRow.Length; row++)
        {
            // A row without a value holds 0.
            var (sum, value) = (sums[groupOfRow[row]], column.Values[row]);
            sums[groupOfRow[row]] = unchecked(sum + value);
            if (((sum ^ sums[groupOfRow[row]]) & (value ^ sums[groupOfRow[row]])) < 0)
            {
                throw new OverflowException(
                    $"Column '{column.Name}', row {row}: the sum of {sum} and {value} is beyond 64 bits. Sum it as a column of doubles: Column.Of(\"{column.Name}\", values.Select(value => (double)value)).");
            }
        }

        return new LongColumn("sum", sums, null);
    }

    private (double[] Sums, int[] Counts) SumAndCount(Column column)
    {
        var sums = new double[count];
        var counts = new int[count];
        for (var row = 0; row < groupOfRow.Length; row++)
        {
            if (!column.IsNull(row))
            {
                sums[groupOfRow[row]] += Number(column, row);
                counts[groupOfRow[row]]++;
            }
        }

        return (sums, counts);
    }

    /// <summary>A value as a number.</summary>
    public static double Number(Column column, int row) => column switch
    {
        DoubleColumn doubles => doubles.Values[row],
        LongColumn longs => longs.Values[row],
        BoolColumn bools => bools.Values[row] ? 1 : 0,
        _ => throw NotNumbers(column),
    };

    private static ArgumentException NotNumbers(Column column) =>
        new($"Column '{column.Name}' holds {column.Type} values, of which there is no sum or mean: name a column of numbers.");
}
