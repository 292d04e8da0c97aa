namespace Tandem;

/// <content>Grouping, counting and summaries.</content>
public sealed partial class Table
{
    /// <summary>Groups the rows that agree in the named columns.</summary>
    /// <exception cref="ArgumentException">There is no such column, or none is named.</exception>
    public GroupedTable GroupBy(params IEnumerable<string> columns) => new(this, [.. columns]);

    /// <summary>How often each value of a column occurs: columns named as the column and <c>count</c>, most frequent first, ties by value.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <remarks>Rows without a value are counted too, under no value.</remarks>
    public Table ValueCounts(string column) => GroupBy(column).Count().Sort(column).Sort("count", descending: true);

    /// <summary>The first row of each combination of values in the named columns (in all columns when none is named), with all columns.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Distinct(params IEnumerable<string> columns)
    {
        var named = columns.Select(name => this[name]).ToArray();
        var (keys, count) = RowKeys.Encode(named.Length > 0 ? named : _columns);
        return count == RowCount ? this : Gather(RowKeys.FirstRows(keys, count));
    }

    /// <summary>
    /// One row a column: its name, type, numbers of values, of rows without one and of distinct values, its mean and standard deviation
    /// (of the population; numbers only), and its smallest and largest value as text.
    /// </summary>
    public Table Describe()
    {
        var summaries = _columns.Select(column => ColumnSummary.Of(column)).ToArray();
        return FromColumns(
            Tandem.Column.Of("column", _columns.Select(column => column.Name)),
            Tandem.Column.Of("type", _columns.Select(column => column.Type.ToString())),
            Tandem.Column.Of("values", _columns.Select(column => RowCount - column.NullCount)),
            Tandem.Column.Of("nulls", _columns.Select(column => column.NullCount)),
            Tandem.Column.Of("distinct", summaries.Select(summary => summary.Distinct)),
            Tandem.Column.Of("mean", summaries.Select(summary => summary.Mean)),
            Tandem.Column.Of("std", summaries.Select(summary => summary.StandardDeviation)),
            Tandem.Column.Of("min", summaries.Select(summary => summary.Min!)),
            Tandem.Column.Of("max", summaries.Select(summary => summary.Max!)));
    }
}
