namespace Tandem;

/// <summary>
/// A table's rows in groups that agree in some columns, made by <see cref="Table.GroupBy"/>. Groups come in order of their
/// first row; rows without a value in a column are alike in it.
/// </summary>
public sealed class GroupedTable
{
    private readonly Table _table;
    private readonly string[] _by;
    private readonly GroupRows _groups;

    internal GroupedTable(Table table, string[] by)
    {
        if (by.Length == 0)
        {
            throw new ArgumentException("Grouping needs at least one column.", nameof(by));
        }

        _table = table;
        _by = by;
        var (keys, count) = RowKeys.Encode([.. by.Select(name => table[name])]);
        _groups = new GroupRows(keys, count);
        GroupCount = count;
    }

    /// <summary>The number of groups.</summary>
    public int GroupCount { get; }

    /// <summary>One row a group: the columns grouped by, then each aggregation.</summary>
    /// <exception cref="ArgumentException">There is no such column, it does not hold numbers where they are needed, or two results have one name.</exception>
    public Table Aggregate(params IEnumerable<Aggregation> aggregations)
    {
        var first = _groups.FirstRows();
        return Table.FromColumns([
            .. _by.Select(name => _table[name].Gather(first)),
            .. aggregations.Select(aggregation => aggregation.Compute(_table, _groups).Rename(aggregation.Name))]);
    }

    /// <summary>The groups with <see cref="Aggregation.Count"/>.</summary>
    public Table Count(string name = "count") => Aggregate(Aggregation.Count(name));

    /// <summary>The groups with <see cref="Aggregation.Sum"/>.</summary>
    public Table Sum(string column) => Aggregate(Aggregation.Sum(column));

    /// <summary>The groups with <see cref="Aggregation.Mean"/>.</summary>
    public Table Mean(string column) => Aggregate(Aggregation.Mean(column));

    /// <summary>The groups with <see cref="Aggregation.Min"/>.</summary>
    public Table Min(string column) => Aggregate(Aggregation.Min(column));

    /// <summary>The groups with <see cref="Aggregation.Max"/>.</summary>
    public Table Max(string column) => Aggregate(Aggregation.Max(column));

    /// <summary>The whole table with a column that counts, from 0, the rows of the same group above each row.</summary>
    public Table RunningCount(string name = "running_count") =>
        _table.WithColumn(new LongColumn(name, _groups.RunningCounts(), null));
}
