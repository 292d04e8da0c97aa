namespace Tandem.Tests;

public sealed class InteractionsTests
{
    private static readonly Table _table = Table.FromColumns(
        new StringColumn("user", ["b", "a", "b", "a", "b"]),
        new StringColumn("item", ["x", "y", "z", "y", "y"]),
        Column.Of("weight", [1.5, 2, 3, 4, 5]));

    [Fact]
    public void Rows_are_grouped_by_user_and_by_item_in_the_order_of_first_occurrence()
    {
        var interactions = new Interactions(_table, "user", "item");

        Assert.Equal(["b", "a"], interactions.Users);
        Assert.Equal(["x", "y", "z"], interactions.Items);
        Assert.Equal([("x", 1f), ("y", 1f), ("z", 1f)], interactions.Of("b"));
        Assert.Equal([0, 1, 3, 4], interactions.ByItem.Offsets);
        Assert.Equal([0, 0, 1, 0], interactions.ByItem.Columns);
    }

    [Fact]
    public void Weights_of_repeated_pairs_are_added_and_the_repetitions_counted()
    {
        var interactions = new Interactions(_table, "user", "item", "weight");

        Assert.Equal([("y", 6f)], interactions.Of("a"));
        Assert.Equal((4, 1), (interactions.Count, interactions.Repeated));
        Assert.Equal([1.5f, 5f, 6f, 3f], interactions.ByItem.Weights);
    }

    [Fact]
    public void Items_that_nobody_met_are_kept_when_given()
    {
        var interactions = new Interactions(_table, "user", "item", items: new StringColumn("title", ["w", "x", "y", "z", "w"]));

        Assert.Equal(["w", "x", "y", "z"], interactions.Items);
        Assert.Equal([("y", 2f)], interactions.Of("a"));
    }

    [Fact]
    public void What_is_wrong_with_a_row_is_said()
    {
        var holed = Table.FromColumns(new StringColumn("user", ["a", null]), new StringColumn("item", ["x", "y"]));
        Assert.Contains("\"user\", row 1", Assert.Throws<ArgumentException>(() => new Interactions(holed, "user", "item")).Message);

        var unweighted = _table.WithColumn(Column.Of("weight", [1.0, 1, 0, 1, 1]));
        Assert.Contains("\"weight\", row 2", Assert.Throws<ArgumentException>(() => new Interactions(unweighted, "user", "item", "weight")).Message);

        var few = new StringColumn("title", ["x", "y"]);
        Assert.Contains("row 2: \"z\"", Assert.Throws<ArgumentException>(() => new Interactions(_table, "user", "item", items: few)).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new Interactions(_table.Take(0), "user", "item")).Message);
        Assert.Contains("\"nobody\"", Assert.Throws<ArgumentException>(() => new Interactions(_table, "user", "item").Of("nobody")).Message);
    }
}
