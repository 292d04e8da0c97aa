using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>Ranking metrics against their definitions over ranks, for random grades, scores, weights of items, masks and k.</summary>
public sealed class RankingMetricReferenceTests
{
    private const int Lists = 5;
    private const int Items = 6;

    [Fact]
    public void Metrics_are_those_of_their_definitions() => Prop
        .ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), AssertDefinitions)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    private static void AssertDefinitions(int seed)
    {
        var random = new SeededRandom(seed);
        float[] labels = [.. Enumerable.Range(0, Lists * Items).Select(_ => random.NextInt(5) - 1f)];
        float[] scores = [.. random.Permutation(Lists * Items).Select(cell => (cell / 7f) - 2)];
        float[] weights = [.. labels.Select(_ => random.NextInt(4) / 2f)];
        bool[] mask = [.. labels.Select(_ => random.NextInt(5) > 0)];
        int? k = random.NextInt(3) is 0 ? null : 1 + random.NextInt(Items + 2);
        foreach (var (metric, relevance, value) in Definitions(k))
        {
            metric.Update(Tensor.From(labels, new Shape(Lists, Items)), Tensor.From(scores, new Shape(Lists, Items)), weights, mask);

            var expected = MeanOverLists(Split(), relevance, value);
            Assert.Equal(expected is null, metric.Results().Count == 0);
            Assert.Equal(expected ?? 0, metric.Results().GetValueOrDefault(metric.Name), 1e-9);
        }

        IEnumerable<Item[]> Split() => Enumerable.Range(0, Lists).Select(list => Enumerable.Range(list * Items, Items)
            .Where(i => mask[i] && labels[i] >= 0 && weights[i] > 0)
            .Select(i => new Item(labels[i], scores[i], weights[i])).ToArray());
    }

    /// <summary>Each metric, what is relevant to it, and its value of a list from the items' ranks.</summary>
    private static IEnumerable<(RankingMetric Metric, Func<Item, double> Relevance, Func<Item[], double> Value)> Definitions(int? k)
    {
        static double Relevant(Item item) => item.Label >= 1 ? 1 : 0;
        static double Gain(Item item) => Math.Pow(2, item.Label) - 1;
        bool InTop(Item[] all, Item item) => Rank(all, item) <= (k ?? int.MaxValue);
        double DiscountedGain(Item[] all) => all.Where(item => InTop(all, item)).Sum(item => item.Weight * Gain(item) / Math.Log2(1 + Rank(all, item)));
        Item[] Ideal(Item[] all) => [.. all.OrderByDescending(item => item.Weight * Gain(item)).Select((item, i) => item with { Score = -i })];
        double Hits(Item[] all) => all.Where(item => InTop(all, item)).Sum(Relevant);

        yield return (new MeanReciprocalRank(k), Relevant, all => all.Where(item => InTop(all, item)).Max(item => Relevant(item) / Rank(all, item)));
        yield return (new PrecisionAtK(k), Relevant, all => Hits(all) / Math.Min(k ?? int.MaxValue, all.Length));
        yield return (new RecallAtK(k), Relevant, all => Hits(all) / all.Sum(Relevant));
        yield return (new HitRateAtK(k), Relevant, all => Math.Min(1, Hits(all)));
        yield return (
            new MeanAveragePrecision(k),
            Relevant,
            all => all.Where(item => InTop(all, item))
                .Sum(item => item.Weight * Relevant(item) * all.Where(other => other.Score >= item.Score).Sum(Relevant) / Rank(all, item)) / all.Sum(item => item.Weight * Relevant(item)));
        yield return (new Ndcg(k), Gain, all => DiscountedGain(all) / DiscountedGain(Ideal(all)));
        yield return (new Dcg(k), Gain, all => DiscountedGain(all) / (all.Sum(item => item.Weight * Gain(item)) / all.Sum(Gain)));
    }

    /// <summary>Lists weigh Σ weight·relevance / Σ relevance; those without relevance the mean of the others, with the value 0.</summary>
    private static double? MeanOverLists(IEnumerable<Item[]> lists, Func<Item, double> relevance, Func<Item[], double> value)
    {
        var counted = lists.Where(list => list.Length > 0).ToArray();
        var relevant = counted.Where(list => list.Sum(relevance) > 0).ToArray();
        if (relevant.Length == 0)
        {
            return null;
        }

        var weights = relevant.Select(list => list.Sum(item => item.Weight * relevance(item)) / list.Sum(relevance)).ToArray();
        var values = relevant.Select(value);
        return weights.Zip(values, (weight, of) => weight * of).Sum() / (weights.Sum() + ((counted.Length - relevant.Length) * weights.Average()));
    }

    private static int Rank(Item[] all, Item item) => 1 + all.Count(other => other.Score > item.Score);

    private sealed record Item(float Label, float Score, double Weight);
}
