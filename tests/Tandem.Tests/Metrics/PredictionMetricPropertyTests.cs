using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>What holds of metrics whatever they measure.</summary>
public sealed class PredictionMetricPropertyTests
{
    [Fact]
    public void Metrics_merged_over_chunks_are_those_of_one_pass() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 1 + random.NextInt(30), items: 1 + random.NextInt(8), distinct: true);
        var cut = random.NextInt(lists.Count + 1);
        foreach (var ((whole, first), second) in PredictionMetricTests.Metrics().Zip(PredictionMetricTests.Metrics()).Zip(PredictionMetricTests.Metrics()))
        {
            lists.Update(whole, 0, lists.Count);
            lists.Update(first, 0, cut);
            lists.Update(second, cut, lists.Count);
            first.Merge(second);

            AssertClose(whole.Results(), first.Results());
        }
    });

    [Fact]
    public void Batches_of_any_size_give_the_same_ranking_metrics_ties_included() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 12, items: 6, distinct: false);
        foreach (var (whole, batched) in PredictionMetricTests.Metrics().Zip(PredictionMetricTests.Metrics()))
        {
            lists.Update(whole, 0, 12);
            for (var start = 0; start < 12; start += 5)
            {
                lists.Update(batched, start, Math.Min(start + 5, 12));
            }

            AssertClose(whole.Results(), batched.Results());
        }
    });

    [Fact]
    public void The_exact_area_is_the_share_of_pairs_in_the_right_order() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var count = 2 + random.NextInt(40);
        var labels = Draw(count, () => random.NextInt(2));
        var predictions = Draw(count, () => random.NextInt(10)); // many ties
        var weights = Draw(count, () => random.NextInt(4) * 0.5f);
        double ordered = 0, pairs = 0;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var pair = labels[i] == 1 && labels[j] == 0 ? (double)weights[i] * weights[j] : 0;
                ordered += pair * (predictions[i] > predictions[j] ? 1 : predictions[i] == predictions[j] ? 0.5 : 0);
                pairs += pair;
            }
        }

        var auc = new ExactAuc();
        auc.Update(labels, predictions, weights);

        AssertClose(pairs > 0 ? new Dictionary<string, double> { ["auc"] = ordered / pairs } : [], auc.Results());
    });

    [Fact]
    public void Thresholds_that_tell_all_predictions_apart_give_the_exact_area() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var labels = Draw(200, () => random.NextInt(2));
        float[] predictions = [.. random.Permutation(1000).Take(200).Select(cell => (cell + 0.5f) / 1000)];
        var (exact, thresholds) = (new ExactAuc(), new Auc(1001));
        exact.Update(labels, predictions);
        thresholds.Update(labels, predictions);

        AssertClose(exact.Results(), thresholds.Results());
    });

    [Fact]
    public void Weights_of_integers_are_repetitions() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 1 + random.NextInt(10), items: 5, distinct: true);
        foreach (var row in Enumerable.Range(0, lists.Count))
        {
            lists.Labels[row * 5] = 1; // so that every list holds something relevant
            lists.Weights[row] = random.NextInt(4);
        }

        foreach (var (weighted, repeated) in PredictionMetricTests.Metrics().Zip(PredictionMetricTests.Metrics()))
        {
            lists.Update(weighted, 0, lists.Count);
            for (var row = 0; row < lists.Count; row++)
            {
                for (var times = 0; times < lists.Weights[row]; times++)
                {
                    lists.Update(repeated, row, row + 1, weighted: false);
                }
            }

            AssertClose(repeated.Results(), weighted.Results());
        }
    });

    [Fact]
    public void Ranking_metrics_know_nothing_but_the_order_of_the_scores() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 6, items: 7, distinct: true);
        var transformed = lists with { Predictions = Array.ConvertAll(lists.Predictions, prediction => MathF.Exp((3 * prediction) - 5)) };
        var permuted = lists.Permuted(random);
        foreach (var name in RankingMetrics().Select(metric => metric.Name))
        {
            var expected = Measure(lists);
            AssertClose(expected, Measure(transformed));
            AssertClose(expected, Measure(permuted));

            IReadOnlyDictionary<string, double> Measure(Lists given)
            {
                var metric = RankingMetrics().Single(metric => metric.Name == name);
                given.Update(metric, 0, given.Count);
                return metric.Results();
            }
        }
    });

    [Fact]
    public void Ranking_metrics_lie_from_0_to_1_and_NDCG_of_the_ideal_order_is_1() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 6, items: 7, distinct: false, grades: 5);
        lists.Labels[0] = 4;
        foreach (var metric in RankingMetrics().Where(metric => metric is not Dcg))
        {
            lists.Update(metric, 0, lists.Count);
            Assert.InRange(metric.Results()[metric.Name], 0, 1 + 1e-12);
        }

        foreach (var ndcg in new[] { new Ndcg(), new Ndcg(3) })
        {
            (lists with { Predictions = lists.Labels, Weights = Draw(6, () => 1) }).Update(ndcg, 0, 6);
            var without = lists.Labels.Chunk(7).Count(list => list.All(label => label <= 0));
            Assert.Equal((6 - without) / 6.0, ndcg.Results()[ndcg.Name], 1e-12);
        }
    });

    [Fact]
    public void An_item_that_does_not_count_might_as_well_not_be_there() => Check(seed =>
    {
        var random = new SeededRandom(seed);
        var lists = RandomLists(random, count: 4, items: 6, distinct: true);
        var kept = Enumerable.Range(0, 24).Select(i => i % 6 != 4).ToArray();
        var without = new Lists(5, Kept(lists.Labels), Kept(lists.Predictions), lists.Weights);
        var negative = lists with { Labels = [.. lists.Labels.Select((label, i) => kept[i] ? label : -1)] };
        foreach (var ((expected, masked), labelled) in RankingMetrics().Zip(RankingMetrics()).Zip(RankingMetrics()))
        {
            without.Update(expected, 0, 4);
            negative.Update(labelled, 0, 4);
            masked.Update(Tensor.From(lists.Labels, new Shape(4, 6)), Tensor.From(lists.Predictions, new Shape(4, 6)), lists.Weights, kept);

            AssertClose(expected.Results(), masked.Results());
            AssertClose(expected.Results(), labelled.Results());
        }

        float[] Kept(float[] values) => [.. values.Where((_, i) => kept[i])];
    });

    private static RankingMetric[] RankingMetrics() => [.. PredictionMetricTests.Metrics().OfType<RankingMetric>()];

    private static void Check(Action<int> property) => Prop
        .ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), property)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static float[] Draw(int count, Func<float> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static Lists RandomLists(SeededRandom random, int count, int items, bool distinct, int grades = 2)
    {
        // Distinct scores: every one in a cell of its own.
        var order = Enumerable.Range(0, count * items).ToArray();
        random.Shuffle(order);
        return new Lists(
            items,
            Draw(count * items, () => random.NextInt(grades)),
            distinct ? [.. order.Select(cell => (cell + random.NextFloat()) / (count * items))] : Draw(count * items, () => random.NextInt(4) / 4f),
            Draw(count, () => 0.25f + random.NextFloat()));
    }

    private static void AssertClose(IReadOnlyDictionary<string, double> expected, IReadOnlyDictionary<string, double> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key], 1e-9 * Math.Max(1, Math.Abs(pair.Value))));
    }

    private sealed record Lists(int Items, float[] Labels, float[] Predictions, float[] Weights)
    {
        public int Count => Weights.Length;

        public void Update(PredictionMetric metric, int from, int to, bool weighted = true)
        {
            var (shape, items) = (new Shape(to - from, Items), (from * Items)..(to * Items));
            metric.Update(Tensor.From(Labels[items], shape), Tensor.From(Predictions[items], shape), weighted ? Weights[from..to] : []);
        }

        public Lists Permuted(SeededRandom random)
        {
            var (labels, predictions) = (new float[Labels.Length], new float[Labels.Length]);
            for (var list = 0; list < Count; list++)
            {
                var order = Enumerable.Range(0, Items).ToArray();
                random.Shuffle(order);
                for (var i = 0; i < Items; i++)
                {
                    (labels[(list * Items) + i], predictions[(list * Items) + i]) = (Labels[(list * Items) + order[i]], Predictions[(list * Items) + order[i]]);
                }
            }

            return this with { Labels = labels, Predictions = predictions };
        }
    }
}
