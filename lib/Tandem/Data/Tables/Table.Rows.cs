using Tandem.Tensors;

namespace Tandem;

/// <content>Operations that choose or order rows.</content>
public sealed partial class Table
{
    /// <summary>The rows for which a condition holds; possibly none.</summary>
    public Table Where(Func<Row, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Keep(row => condition(new Row(this, row)));
    }

    /// <summary>The rows for which a condition on one column holds; possibly none. A row without a value there is left out.</summary>
    /// <typeparam name="T">The type of the column's values: long, double, bool, <see cref="DateTime"/> or string.</typeparam>
    /// <exception cref="ArgumentException">There is no such column, or its values are not of <typeparamref name="T"/>.</exception>
    /// <remarks>On a text column the condition is evaluated once for each distinct text.</remarks>
    public Table Where<T>(string column, Func<T, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return (this[column], condition) switch
        {
            (StringColumn strings, Func<string, bool> test) => WhereText(strings, test),
            (LongColumn longs, Func<long, bool> test) => WhereValue(longs, test),
            (DoubleColumn doubles, Func<double, bool> test) => WhereValue(doubles, test),
            (BoolColumn bools, Func<bool, bool> test) => WhereValue(bools, test),
            (TimestampColumn times, Func<DateTime, bool> test) => WhereValue(times, test),
            var (actual, _) => throw new ArgumentException(
                $"Column '{column}' holds {actual.Type} values, so a condition on {typeof(T).Name} cannot be asked of it.", nameof(condition)),
        };
    }

    /// <summary>The rows that have a value in each of the named columns (in every column when none is named).</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table DropNulls(params IEnumerable<string> columns)
    {
        var named = columns.Select(name => this[name]).ToArray();
        var holed = (named.Length > 0 ? named : _columns).Where(column => column.HasNulls).ToArray();
        return holed.Length == 0 ? this : Keep(row => !holed.Any(column => column.IsNull(row)));
    }

    /// <summary>The first <paramref name="count"/> rows, or all when there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Table Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Slice(0, Math.Min(count, RowCount));
    }

    /// <summary>The rows after the first <paramref name="count"/>; none when there are no more.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Table Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var start = Math.Min(count, RowCount);
        return Slice(start, RowCount - start);
    }

    /// <summary><paramref name="length"/> rows from the row <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table does not have all of these rows.</exception>
    public Table Slice(int start, int length)
    {
        if (start < 0 || length < 0 || start > RowCount - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"{length} rows from row {start} on are not within the table, which has {RowCount} rows.");
        }

        return Gather(Range(start, length));
    }

    /// <summary>The rows in a random order that depends on the seed and the number of rows only.</summary>
    /// <exception cref="InvalidOperationException">The table has no rows.</exception>
    public Table Shuffle(long seed)
    {
        RequireRows(nameof(Shuffle));
        return Gather(new SeededRandom(seed).Permutation(RowCount));
    }

    /// <summary><paramref name="count"/> different rows chosen at random, in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer rows, or <paramref name="count"/> is below 1.</exception>
    public Table Sample(int count, long seed)
    {
        if (count < 1 || count > RowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), $"A sample of {count} rows cannot be taken from {RowCount} rows: the count must be 1 to {RowCount}.");
        }

        return Gather(new SeededRandom(seed).Permutation(RowCount)[..count]);
    }

    /// <summary>
    /// Cuts the table in two by position: the first ⌊<paramref name="fraction"/>·rows⌋ rows, and all others.
    /// <c>Shuffle(42).Split(0.75)</c> is a random split that is always the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">One of the parts would be empty.</exception>
    public (Table Train, Table Test) Split(double fraction)
    {
        if (!(fraction is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), $"The first part's fraction must lie between 0 and 1, and is {fraction}.");
        }

        var count = (int)(fraction * RowCount);
        return count > 0 && count < RowCount
            ? (Take(count), Skip(count))
            : throw new InvalidOperationException(
                $"Splitting {RowCount} rows at {fraction} leaves {count} and {RowCount - count}: both parts need at least one row.");
    }

    /// <summary>Cuts the table in two by time: the earliest ⌊<paramref name="fraction"/>·rows⌋ rows, and the later ones; both in order of time.</summary>
    /// <param name="column">The column to order by, usually a timestamp.</param>
    /// <param name="fraction">The share of the rows in the first part, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or a row has no value there.</exception>
    /// <exception cref="InvalidOperationException">One of the parts would be empty.</exception>
    public (Table Train, Table Test) SplitByTime(string column, double fraction)
    {
        CheckTimes(this[column]);
        return Sort(column).Split(fraction);
    }

    /// <summary>Cuts the table in two at a moment, so that tables of the same events can be cut at the same one: the rows before it, and those from it on; both in order of time.</summary>
    /// <param name="column">A column of timestamps.</param>
    /// <param name="cut">The first moment of the second part; UTC when unspecified.</param>
    /// <exception cref="ArgumentException">There is no such column, it holds no timestamps, or a row has no value there.</exception>
    /// <exception cref="InvalidOperationException">One of the parts would be empty.</exception>
    public (Table Train, Table Test) SplitByTime(string column, DateTime cut)
    {
        var times = Column<TimestampColumn>(column);
        CheckTimes(times);
        var moment = TimestampColumn.ToUtc(cut);
        var (before, after) = (Keep(row => times.Values[row] < moment).Sort(column), Keep(row => times.Values[row] >= moment).Sort(column));
        return before.RowCount > 0 && after.RowCount > 0
            ? (before, after)
            : throw new InvalidOperationException(
                $"Of {RowCount} rows, {before.RowCount} are before {moment:yyyy-MM-dd HH:mm:ss} and {after.RowCount} are not: both parts need at least one row.");
    }

    private static void CheckTimes(Column column)
    {
        if (column is { HasNulls: true, NullCount: var count })
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has no value in {count} rows, which cannot be placed in time: leave them out with DropNulls(\"{column.Name}\").");
        }
    }

    /// <summary>The rows in order of a column's values; equal ones keep their order, and rows without a value come last.</summary>
    /// <param name="by">The column. Text is ordered by the numbers of its characters, not by a language's rules.</param>
    /// <param name="descending">From the largest to the smallest.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Sort(string by, bool descending = false)
    {
        return Gather(SortedRows.Of(this[by], descending));
    }

    private static int[] Range(int start, int length)
    {
        var rows = new int[length];
        for (var i = 0; i < length; i++)
        {
            rows[i] = start + i;
        }

        return rows;
    }

    private Table WhereText(StringColumn column, Func<string, bool> condition)
    {
        // −1: not asked yet. A dictionary may hold texts that no row has, which the condition need never see.
        var answers = new sbyte[column.Dictionary.Count];
        answers.AsSpan().Fill(-1);
        return Keep(row =>
        {
            var code = column.Codes[row];
            if (code < 0)
            {
                return false;
            }

            if (answers[code] < 0)
            {
                answers[code] = condition(column.Dictionary[code]) ? (sbyte)1 : (sbyte)0;
            }

            return answers[code] == 1;
        });
    }

    private Table WhereValue<T>(ValueColumn<T> column, Func<T, bool> condition)
        where T : struct, IComparable<T>, IEquatable<T> =>
        Keep(row => !column.IsNull(row) && condition(column.Values[row]));

    private Table Keep(Func<int, bool> keep)
    {
        var rows = new List<int>();
        for (var row = 0; row < RowCount; row++)
        {
            if (keep(row))
            {
                rows.Add(row);
            }
        }

        return rows.Count == RowCount ? this : Gather([.. rows]);
    }
}
