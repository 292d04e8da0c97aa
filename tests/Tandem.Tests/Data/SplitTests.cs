using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests;

public sealed class SplitTests
{
    /// <summary>User a has five rows, b two and c one; the times are not in order, and two of a's are the same.</summary>
    private static readonly Table _table = Table.FromColumns(
        new StringColumn("user", ["a", "b", "a", "c", "a", "b", "a", "a"]),
        Column.Of("time", [3L, 9, 1, 5, 4, 8, 4, 2]),
        Column.Of("row", [0L, 1, 2, 3, 4, 5, 6, 7]));

    [Fact]
    public void The_last_rows_of_each_user_are_left_out_and_of_two_at_one_time_the_later()
    {
        var split = _table.SplitLeaveLastOut("user", "time");

        Assert.Equal([1, 6], RowsOf(split.Test));
        Assert.Equal([0, 2, 3, 4, 5, 7], RowsOf(split.Train));
        Assert.Equal(["c"], split.UsersWithoutTest);
        Assert.Equal([4, 6], RowsOf(_table.SplitLeaveLastOut("user", "time", count: 2).Test));
        Assert.Equal(["b", "c"], _table.SplitLeaveLastOut("user", "time", count: 2).UsersWithoutTest);
    }

    [Fact]
    public void One_row_of_each_user_is_left_out_at_random()
    {
        var (train, test) = _table.SplitLeaveOneOut("user", seed: 1);

        Assert.Equal(["b", "a"], test["user"].AsStrings().Dictionary.Values.ToArray().Where(user => user != "c").Order().Reverse());
        Assert.Equal(2, test.RowCount);
        Assert.Equal(6, train.RowCount);
        Assert.Contains(Enumerable.Range(2, 20), seed => !RowsOf(_table.SplitLeaveOneOut("user", seed).Test).SequenceEqual(RowsOf(test)));
    }

    [Fact]
    public void A_moment_cuts_tables_of_the_same_events_alike()
    {
        var table = Table.FromColumns(new TimestampColumn("time", [new(2018, 3, 1), new(2018, 1, 1), new(2018, 2, 1)]), Column.Of("row", [0L, 1, 2]));
        var (before, after) = table.SplitByTime("time", new DateTime(2018, 2, 1));

        Assert.Equal([1], RowsOf(before));
        Assert.Equal([2, 0], RowsOf(after));
        Assert.Contains("3 are before 2019", Assert.Throws<InvalidOperationException>(() => table.SplitByTime("time", new DateTime(2019, 1, 1))).Message);
    }

    [Fact]
    public void A_share_of_each_users_rows_is_left_out()
    {
        var split = _table.SplitPerUser("user", fraction: 0.6, seed: 1);

        // 5·0.4 = 2 of a's, 2·0.4 rounded to 1 of b's, and none of c's, whose only row is trained on.
        Assert.Equal(["a", "a", "b"], Enumerable.Range(0, 3).Select(row => split.Test["user"].Text(row)).Order());
        Assert.Equal(["c"], split.UsersWithoutTest);
    }

    [Fact]
    public void Splits_lose_no_row_leave_every_user_to_train_on_and_repeat() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(int Seed, byte Rows)>().ToArbitrary(),
        sizes =>
        {
            var random = new Random(sizes.Seed);
            var rows = 2 + sizes.Rows;
            var table = Table.FromColumns(
                Column.Of("user", Enumerable.Range(0, rows).Select(_ => random.Next(1 + (rows / 3)))),
                Column.Of("time", Enumerable.Range(0, rows).Select(_ => random.Next(20))),
                Column.Of("row", Enumerable.Range(0, rows)));
            foreach (var split in new Func<UserSplit>[]
            {
                () => table.SplitLeaveLastOut("user", "time"),
                () => table.SplitLeaveOneOut("user", sizes.Seed),
                () => table.SplitPerUser("user", 0.75, sizes.Seed),
            })
            {
                if (table.GroupBy("user").Count()["count"] is LongColumn counts && counts.Values.ToArray().Max() < 2)
                {
                    Assert.Throws<InvalidOperationException>(split);
                    continue;
                }

                var (train, test) = split();
                Assert.Equal(Enumerable.Range(0, rows).Select(row => (long)row), RowsOf(train).Concat(RowsOf(test)).Order());
                var trained = Enumerable.Range(0, train.RowCount).Select(row => train["user"].Text(row)).ToHashSet();
                Assert.All(Enumerable.Range(0, test.RowCount), row => Assert.Contains(test["user"].Text(row), trained));
                Assert.Equal(RowsOf(test), RowsOf(split().Test));
                train.RequireNoLeakInto(test, "row");
            }
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_leak_is_counted_and_shown()
    {
        var train = Table.FromColumns(new StringColumn("user", ["a", "b"]), new StringColumn("item", ["x", "y"]), Column.Of("time", [1, 2]));
        var test = Table.FromColumns(Column.Of("time", [3, 4, 5]), new StringColumn("item", ["y", "x", "x"]), new StringColumn("user", ["a", "a", "c"]));

        Assert.Same(train, train.RequireNoLeakInto(test));
        var message = Assert.Throws<InvalidOperationException>(() => train.RequireNoLeakInto(test, "user", "item")).Message;
        Assert.Contains("1 of 3", message);
        Assert.Contains("row 1: user a, item x", message);
    }

    [Fact]
    public void Lists_hold_different_rows_of_one_user_each()
    {
        var lists = _table.SampleLists("user", listsPerUser: 3, listSize: 2, seed: 7);

        Assert.Equal(6, lists.Count);
        Assert.Equal(["c"], lists.UsersWithoutList);
        foreach (var list in RowsOf(lists.Rows).Chunk(2).Zip(Enumerable.Range(0, 12).Select(row => lists.Rows["user"].Text(row)).Chunk(2)))
        {
            Assert.NotEqual(list.First[0], list.First[1]);
            Assert.Equal(list.Second[0], list.Second[1]);
        }

        Assert.Equal(RowsOf(lists.Rows), RowsOf(_table.SampleLists("user", 3, 2, seed: 7).Rows));
        Assert.Contains("smaller", Assert.Throws<InvalidOperationException>(() => _table.SampleLists("user", 1, 9, seed: 7)).Message);
    }

    [Fact]
    public void Bad_requests_are_named()
    {
        var holed = Table.FromColumns(new StringColumn("user", ["a", null, "a"]), Column.Of("time", [1, 2, 3]));
        Assert.Contains("'user' has no value in 1 rows", Assert.Throws<ArgumentException>(() => holed.SplitLeaveLastOut("user", "time")).Message);
        Assert.Contains("At least one", Assert.Throws<ArgumentOutOfRangeException>(() => _table.SplitLeaveOneOut("user", 1, count: 0)).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentOutOfRangeException>(() => _table.SplitPerUser("user", 1, seed: 1)).Message);
        Assert.Contains("None of the 3", Assert.Throws<InvalidOperationException>(() => _table.SplitLeaveLastOut("user", "time", count: 5)).Message);
    }

    private static long[] RowsOf(Table table) => table.Column<LongColumn>("row").Values.ToArray();
}
