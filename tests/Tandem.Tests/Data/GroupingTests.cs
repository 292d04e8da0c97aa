using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public class GroupingTests
{
    private static readonly Arbitrary<(int Key, bool Flag, int? Value)[]> _rows =
        Gen.Choose(0, 4).Zip(Gen.Elements(true, false)).Zip(Gen.Choose(-1, 20)).ArrayOf().Where(rows => rows.Length > 0)
            .Select(rows => Array.ConvertAll(rows, row => (row.Item1.Item1, row.Item1.Item2, row.Item2 < 0 ? (int?)null : row.Item2))).ToArbitrary();

    [Fact]
    public void Aggregates_agree_with_LINQ() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_rows, rows =>
        {
            var grouped = Build(rows).GroupBy("key", "flag").Aggregate(
                Aggregation.Count(), Aggregation.Sum("value"), Aggregation.Mean("value"), Aggregation.Min("value"), Aggregation.Max("value", "top"));
            var expected = rows.GroupBy(row => (row.Key, row.Flag)).Select(group => string.Join(
                ';', $"k{group.Key.Key}", group.Key.Flag, group.Count(), group.Sum(row => row.Value ?? 0),
                group.Average(row => row.Value), group.Min(row => row.Value), group.Max(row => row.Value)));
            return expected.SequenceEqual(grouped.Rows.Select(row => string.Join(';', grouped.Columns.Select(column => row[column.Name]))));
        }));

    [Fact]
    public void Value_counts_agree_with_LINQ() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_rows, rows =>
        {
            var counts = Build(rows).ValueCounts("key");
            var expected = rows.GroupBy(row => $"k{row.Key}").OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (long)group.Count()));
            return expected.SequenceEqual(counts.Rows.Select(row => (row.String("key"), row.Long("count"))));
        }));

    [Fact]
    public void Distinct_keeps_the_first_row_of_each_combination() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_rows, rows =>
            rows.Index().DistinctBy(row => (row.Item.Key, row.Item.Flag)).Select(row => (long)row.Index)
                .SequenceEqual(Build(rows).Distinct("key", "flag").Rows.Select(row => row.Long("row")))));

    [Fact]
    public void A_running_count_numbers_the_rows_of_each_group() =>
        Check.QuickThrowOnFailure(Prop.ForAll(_rows, rows =>
            rows.Select((row, i) => (long)rows.Take(i).Count(before => before.Key == row.Key))
                .SequenceEqual(Build(rows).GroupBy("key").RunningCount("n").Rows.Select(row => row.Long("n")))));

    [Fact]
    public void Each_aggregate_has_a_short_form()
    {
        var groups = Table.FromColumns(Column.Of("g", (string[])["a", "b", "a"]), Column.Of("x", (double[])[1, 2, 4])).GroupBy("g");
        Assert.Equal(2, groups.GroupCount);
        Assert.Equal([2L, 1L], groups.Count().Rows.Select(row => row.Long("count")));
        Assert.Equal([5.0, 2.0], groups.Sum("x").Rows.Select(row => row.Double("sum_x")));
        Assert.Equal([2.5, 2.0], groups.Mean("x").Rows.Select(row => row.Double("mean_x")));
        Assert.Equal([1.0, 2.0], groups.Min("x").Rows.Select(row => row.Double("min_x")));
        Assert.Equal([4.0, 2.0], groups.Max("x").Rows.Select(row => row.Double("max_x")));
    }

    [Fact]
    public void Rows_without_a_value_form_a_group_and_a_group_without_values_has_no_mean()
    {
        var table = Table.FromColumns(Column.Of("g", (string?[])[null, "a", null]), Column.Of("x", (double?[])[1, null, 3]));
        var means = table.GroupBy("g").Mean("x");
        Assert.Equal([null, "a"], means.Rows.Select(row => row["g"]));
        Assert.Equal([2.0, null], means.Rows.Select(row => row["mean_x"]));
        Assert.Equal([2L, 1L], table.ValueCounts("g").Rows.Select(row => row.Long("count")));
    }

    [Fact]
    public void Texts_have_a_smallest_value_and_no_sum()
    {
        var groups = Table.FromColumns(Column.Of("g", (long[])[1, 1]), Column.Of("t", (string[])["b", "a"])).GroupBy("g");
        Assert.Equal("a", groups.Min("t").Rows.Single().String("min_t"));
        Assert.Contains("Column 't' holds String values, of which there is no sum or mean", Assert.Throws<ArgumentException>(() => groups.Sum("t")).Message);
        Assert.Contains("There is no column 'x'", Assert.Throws<ArgumentException>(() => groups.Mean("x")).Message);
    }

    [Fact]
    public void A_sum_of_whole_numbers_that_overflows_is_an_error() =>
        Assert.Throws<OverflowException>(() =>
            Table.FromColumns(Column.Of("g", (long[])[1, 1]), Column.Of("x", (long[])[long.MaxValue, 1])).GroupBy("g").Sum("x"));

    [Fact]
    public void Grouping_by_nothing_is_an_error() =>
        Assert.Contains("at least one column", Assert.Throws<ArgumentException>(() => Build([(1, true, 1)]).GroupBy()).Message);

    [Fact]
    public void A_description_has_a_row_a_column()
    {
        var described = Table.FromColumns(Column.Of("x", (double?[])[1, 3, null, 3]), Column.Of("t", (string[])["b", "a", "b", "c"])).Describe();
        Assert.Equal(["x", "Double", 3L, 1L, 2L, 7 / 3.0, Math.Sqrt(8 / 9.0), "1", "3"], described.Columns.Select(column => column[0]));
        Assert.Equal(["t", "String", 4L, 0L, 3L, null, null, "a", "c"], described.Columns.Select(column => column[1]));
        Assert.Equal([0L, null, null], described.Take(0).Describe().Rows.Take(1).SelectMany(row => (object?[])[row["values"], row["min"], row["mean"]]));
    }

    private static Table Build((int Key, bool Flag, int? Value)[] rows) => Table.FromColumns(
        Column.Of("key", rows.Select(row => $"k{row.Key}")),
        Column.Of("flag", rows.Select(row => row.Flag)),
        Column.Of("value", rows.Select(row => row.Value)),
        Column.Of("row", Enumerable.Range(0, rows.Length)));
}
