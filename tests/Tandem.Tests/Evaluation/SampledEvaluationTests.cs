namespace Tandem.Tests;

public sealed class SampledEvaluationTests
{
    /// <summary>Twenty items, the first the most popular.</summary>
    private static readonly string[] _items = [.. Enumerable.Range(0, 20).Select(item => $"item {item}")];

    private static readonly Popularity _popularity = new(new StringColumn("item", _items.SelectMany((item, rank) => Enumerable.Repeat(item, 20 - rank))));

    [Fact]
    public void An_item_is_ranked_among_those_that_its_user_did_not_meet()
    {
        // u met 0 and 1 in training and 2 and 9 in the test: of the 16 others none ranks above 2, and six (3 to 8) above 9.
        var test = Rows(("u", "item 2"), ("u", "item 9"));
        var values = new SampledEvaluation(test, "user", "item") { Negatives = 16, K = 5, Seen = new(Rows(("u", "item 0"), ("u", "item 1")), "user", "item") }.Run(_popularity);

        Assert.Equal(0.5, values["sampled_hit_rate_at_5"], 1e-12);
        Assert.Equal(0.5, values["sampled_ndcg_at_5"], 1e-12);
        Assert.Equal((1 + (1 / 7.0)) / 2, values["sampled_mrr"], 1e-12);
    }

    [Fact]
    public void The_draw_is_fair_and_repeats_with_its_seed()
    {
        // Among 4 of the 19 others, 10 of which are more popular, item 10 has the place 4·10/19 on average.
        var test = Table.FromColumns(
            new StringColumn("user", Enumerable.Range(0, 3000).Select(user => $"{user}")), new StringColumn("item", Enumerable.Repeat("item 10", 3000)));
        var evaluation = new SampledEvaluation(test, "user", "item") { Negatives = 4, K = 1, Seed = 3 };
        var values = evaluation.Run(_popularity);

        // None of four drawn from 19 without replacement is among the ten.
        Assert.Equal(9.0 * 8 * 7 * 6 / (19.0 * 18 * 17 * 16), values["sampled_hit_rate_at_1"], 0.02);
        Assert.Equal(values, evaluation.Run(_popularity));
    }

    [Fact]
    public void What_cannot_be_ranked_is_a_miss_and_counted()
    {
        var values = new SampledEvaluation(Rows(("u", "item 0"), ("u", "unheard of")), "user", "item") { Negatives = 3 }.Run(_popularity);

        Assert.Equal(0.5, values["sampled_hit_rate_at_10"]);
        Assert.Equal(1, values["rows_of_unknown_items"]);
        Assert.Contains("Draw fewer", Assert.Throws<ArgumentException>(() => new SampledEvaluation(Rows(("u", "item 0")), "user", "item") { Negatives = 20 }.Run(_popularity)).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new SampledEvaluation(Rows(), "user", "item")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampledEvaluation(Rows(("u", "item 0")), "user", "item") { Negatives = 0 });
    }

    private static Table Rows(params (string User, string Item)[] rows) => Table.FromColumns(
        new StringColumn("user", rows.Select(row => row.User)), new StringColumn("item", rows.Select(row => row.Item)));
}
