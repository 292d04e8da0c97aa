namespace Tandem;

/// <summary>
/// A number to compute for each group of a <see cref="GroupedTable"/>. Rows without a value are left out, except in a count. Sums and means that a NaN goes into are NaN; the smallest
/// and the largest value are those of the numbers, and NaN only where a group has nothing else.
/// </summary>
public sealed class Aggregation
{
    private Aggregation(string name, Func<Table, GroupRows, Column> compute)
    {
        Name = name;
        Compute = compute;
    }

    /// <summary>The name of the resulting column.</summary>
    public string Name { get; }

    internal Func<Table, GroupRows, Column> Compute { get; }

    /// <summary>The number of rows.</summary>
    /// <param name="name">The name of the resulting column.</param>
    public static Aggregation Count(string name = "count") => new(name, (_, groups) => groups.Sizes());

    /// <summary>The sum of a column of numbers: 0 for a group without values. Whole numbers stay whole; a sum beyond 64 bits is an <see cref="OverflowException"/>.</summary>
    /// <param name="column">The column.</param>
    /// <param name="name">The name of the resulting column; <c>sum_</c> and the column's name when null.</param>
    public static Aggregation Sum(string column, string? name = null) =>
        new(name ?? $"sum_{column}", (table, groups) => groups.Sum(table[column]));

    /// <summary>The mean of a column of numbers; no value for a group without any.</summary>
    /// <param name="column">The column.</param>
    /// <param name="name">The name of the resulting column; <c>mean_</c> and the column's name when null.</param>
    public static Aggregation Mean(string column, string? name = null) =>
        new(name ?? $"mean_{column}", (table, groups) => groups.Mean(table[column]));

    /// <summary>The smallest value of a column of any type; no value for a group without any.</summary>
    /// <param name="column">The column.</param>
    /// <param name="name">The name of the resulting column; <c>min_</c> and the column's name when null.</param>
    public static Aggregation Min(string column, string? name = null) =>
        new(name ?? $"min_{column}", (table, groups) => groups.Extreme(table[column], sign: -1));

    /// <summary>The largest value of a column of any type; no value for a group without any.</summary>
    /// <param name="column">The column.</param>
    /// <param name="name">The name of the resulting column; <c>max_</c> and the column's name when null.</param>
    public static Aggregation Max(string column, string? name = null) =>
        new(name ?? $"max_{column}", (table, groups) => groups.Extreme(table[column], sign: 1));
}
