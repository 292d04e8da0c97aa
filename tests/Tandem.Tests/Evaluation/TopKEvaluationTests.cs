namespace Tandem.Tests;

public sealed class TopKEvaluationTests
{
    /// <summary>Popularity ranks a, b, c, d, e.</summary>
    private static readonly StringColumn _train = new("item", ["a", "a", "a", "a", "a", "b", "b", "b", "b", "c", "c", "c", "d", "d", "e"]);

    private static readonly Table _test = Rows(("u", "b"), ("v", "a"), ("u", "e"), ("v", "c"), ("v", "c"), ("w", "d"));

    [Fact]
    public void Metrics_are_those_of_their_definitions()
    {
        var values = new TopKEvaluation(_test, "user", "item") { Ks = [2, 3] }.Run(new Popularity(_train));

        // At 2 everybody gets a, b: u hits at place 2, v at place 1, w not at all; v's c stands in two rows, but is one item.
        Assert.Equal(2 / 6.0, values["top_2_categorical_accuracy"], 1e-12);
        Assert.Equal(2 / 3.0, values["hit_rate_at_2"], 1e-12);
        Assert.Equal((0.5 + 0.5 + 0) / 3, values["precision_at_2"], 1e-12);
        Assert.Equal((0.5 + 0.5 + 0) / 3, values["recall_at_2"], 1e-12);
        Assert.Equal((0.5 + 1 + 0) / 3, values["mrr_at_2"], 1e-12);
        Assert.Equal(((0.5 / 2) + (1.0 / 2) + 0) / 3, values["map_at_2"], 1e-12);
        var ideal = 1 + (1 / Math.Log2(3));
        Assert.Equal(((1 / Math.Log2(3) / ideal) + (1 / ideal) + 0) / 3, values["ndcg_at_2"], 1e-12);

        // At 3 they get a, b, c: v has both items.
        Assert.Equal(4 / 6.0, values["top_3_categorical_accuracy"], 1e-12);
        Assert.Equal((0.5 + 1 + 0) / 3, values["recall_at_3"], 1e-12);
        Assert.Equal(((0.5 / 2) + ((1 + (2 / 3.0)) / 2) + 0) / 3, values["map_at_3"], 1e-12);
        Assert.Equal((6, 3), (values["test_rows"], values["test_users"]));
    }

    [Fact]
    public void Lists_are_described_beyond_their_accuracy()
    {
        var values = new TopKEvaluation(_test, "user", "item") { Ks = [2], TrainingItems = _train }.Run(new Popularity(_train));

        // Everybody is recommended a and b, of five.
        Assert.Equal(2 / 5.0, values["catalog_coverage_at_2"], 1e-12);
        Assert.Equal(3 / 5.0, values["gini_index_at_2"], 1e-12);
        Assert.Equal(4.5, values["mean_popularity_at_2"], 1e-12);
        Assert.Equal((-Math.Log2(5 / 15.0) - Math.Log2(4 / 15.0)) / 2, values["novelty_at_2"], 1e-12);
    }

    [Fact]
    public void What_was_seen_is_left_out_and_test_rows_that_repeat_it_are_counted()
    {
        var evaluation = new TopKEvaluation(_test, "user", "item") { Ks = [2], Seen = new(Rows(("u", "a"), ("v", "a"), ("w", "b"), ("x", "c")), "user", "item") };
        var values = evaluation.Run(new Popularity(_train));

        // u gets b, c; v gets b, c; w gets a, c.
        Assert.Equal(3 / 6.0, values["top_2_categorical_accuracy"], 1e-12);
        Assert.Equal(1, values["rows_seen_before"]);
    }

    [Fact]
    public void Users_and_items_that_the_index_does_not_know_are_misses_and_counted()
    {
        var interactions = new Interactions(Rows(("u", "a"), ("u", "b"), ("v", "b"), ("v", "c")), "user", "item");
        var values = new TopKEvaluation(_test, "user", "item") { Ks = [3, 50] }.Run(new ItemKnn(interactions));

        // u and v are recommended all of a, b, c.
        Assert.Equal(4 / 6.0, values["top_50_categorical_accuracy"], 1e-12);
        Assert.Equal(values["top_3_categorical_accuracy"], values["top_50_categorical_accuracy"]);
        Assert.Equal((1, 2), (values["rows_of_unknown_users"], values["rows_of_unknown_items"]));
        Assert.Contains("\"u\"", Assert.Throws<ArgumentException>(() => new TopKEvaluation(_test, "user", "item").Run(
            new ItemKnn(new Interactions(Rows(("other", "a"), ("other", "b")), "user", "item")))).Message);
    }

    [Fact]
    public void Bad_settings_are_named()
    {
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new TopKEvaluation(_test.Take(0), "user", "item")).Message);
        Assert.Contains("0, 3", Assert.Throws<ArgumentException>(() => new TopKEvaluation(_test, "user", "item") { Ks = [0, 3] }).Message);
        Assert.Contains("\"item\", row 0", Assert.Throws<ArgumentException>(() => new TopKEvaluation(Rows(("u", null)), "user", "item")).Message);
    }

    private static Table Rows(params (string User, string? Item)[] rows) => Table.FromColumns(
        new StringColumn("user", rows.Select(row => row.User)), new StringColumn("item", rows.Select(row => row.Item)));
}
