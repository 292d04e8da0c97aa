using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Ranking metrics by hand: gains, ties, weights of items, lists without anything relevant.</summary>
public sealed class RankingMetricTests
{
    [Fact]
    public void Discounted_gain_is_that_of_the_textbook()
    {
        // Grades 3, 2, 3, 0, 1, 2 in the order of their scores, each its own gain: 3 + 2/1.585 + 3/2 + 1/2.585 + 2/2.807.
        var dcg = new Dcg(gain: label => label);
        dcg.Update(Tensor.From(3f, 2f, 3f, 0f, 1f, 2f), Tensor.From(6f, 5f, 4f, 3f, 2f, 1f));

        Assert.Equal(6.861, dcg.Results()["dcg"], 1e-3);
    }

    [Fact]
    public void Values_of_one_list_are_those_of_the_definitions()
    {
        // Relevant are ranks 2 and 5 of 6.
        float[] labels = [0, 1, 0, 0, 1, 0], scores = [9, 8, 7, 6, 5, 4];
        AssertResults(labels, scores, new MeanReciprocalRank(), 1 / 2.0);
        AssertResults(labels, scores, new MeanReciprocalRank(1), 0);
        AssertResults(labels, scores, new MeanAveragePrecision(), ((1 / 2.0) + (2 / 5.0)) / 2);
        AssertResults(labels, scores, new MeanAveragePrecision(3), 1 / 2.0 / 2);
        AssertResults(labels, scores, new PrecisionAtK(3), 1 / 3.0);
        AssertResults(labels, scores, new RecallAtK(3), 1 / 2.0);
        AssertResults(labels, scores, new HitRateAtK(1), 0);
        AssertResults(labels, scores, new HitRateAtK(2), 1);
        AssertResults(labels, scores, new Ndcg(), ((1 / Math.Log2(3)) + (1 / Math.Log2(6))) / (1 + (1 / Math.Log2(3))));
    }

    [Fact]
    public void Precision_of_a_list_shorter_than_k_is_a_share_of_the_list() =>
        AssertResults([1, 0, -1], [1, 2, 3], new PrecisionAtK(10), 1 / 2.0);

    [Fact]
    public void Lists_without_anything_relevant_count_as_0_and_weigh_what_the_others_do_on_average()
    {
        var metric = new MeanReciprocalRank();
        metric.Update(Tensor.From([1, 0, 0, 1, 0, 0], new Shape(3, 2)), Tensor.From([2f, 1, 2, 1, 2, 1], new Shape(3, 2)), [1, 3, 0.5f]);

        Assert.Equal(((1 * 1) + (3 * 0.5)) / (1 + 3 + 2), metric.Results()["mean_reciprocal_rank"], 1e-12);
    }

    [Fact]
    public void Weights_of_items_weigh_their_list_by_what_is_relevant_in_it()
    {
        // DCG of 1·2 at rank 1 and 3·1 at rank 3; the list weighs (2·1 + 1·3) / (1 + 3), its gains being 1 and 3.
        var dcg = new Dcg();
        dcg.Update(Tensor.From([1, 0, 2], new Shape(1, 3)), Tensor.From([3f, 2, 1], new Shape(1, 3)), [2, 5, 1]);

        Assert.Equal((2 + (3 / 2.0)) / (5 / 4.0), dcg.Results()["dcg"], 1e-12);
    }

    [Fact]
    public void Ties_are_broken_at_random_so_that_a_model_that_scores_all_alike_gains_nothing()
    {
        const int lists = 4000;
        var labels = Enumerable.Range(0, lists * 4).Select(i => i % 4 == 0 ? 1f : 0f).ToArray();
        var (shuffled, again, inOrder) = (new MeanReciprocalRank(), new MeanReciprocalRank(), new MeanReciprocalRank(shuffleTies: false));
        foreach (var metric in new[] { shuffled, again, inOrder })
        {
            metric.Update(Tensor.From(labels, new Shape(lists, 4)), Tensor.Zeros(new Shape(lists, 4)));
        }

        var expected = (1 + (1 / 2.0) + (1 / 3.0) + (1 / 4.0)) / 4;
        Assert.Equal(expected, shuffled.Results()["mean_reciprocal_rank"], 0.02);
        Assert.Equal(shuffled.Results(), again.Results());
        Assert.Equal(1, inOrder.Results()["mean_reciprocal_rank"]);
    }

    [Fact]
    public void Names_are_those_of_keras_rs_and_carry_the_k_that_was_asked_for() => Assert.Equal(
        ["ndcg", "dcg_at_5", "precision_at_k", "recall_at_10", "hit_rate_at_10", "mrr"],
        new RankingMetric[] { new Ndcg(), new Dcg(5), new PrecisionAtK(), new RecallAtK(10), new HitRateAtK(10), new MeanReciprocalRank(3, name: "mrr") }.Select(metric => metric.Name));

    private static void AssertResults(float[] labels, float[] scores, RankingMetric metric, double expected)
    {
        metric.Update(labels, scores);
        Assert.Equal(expected, metric.Results()[metric.Name], 1e-12);
    }
}
