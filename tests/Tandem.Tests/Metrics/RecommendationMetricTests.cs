using FsCheck;
using FsCheck.Fluent;
using Tandem.Tensors;

namespace Tandem.Tests;

/// <summary>What is recommended, whoever likes it.</summary>
public sealed class RecommendationMetricTests
{
    private static readonly string[] _catalog = ["a", "b", "c", "d"];
    private static readonly StringColumn _training = new("film", ["a", "a", "a", "a", "b", "b", "c", null, "z"]);

    [Fact]
    public void Nothing_is_reported_of_nothing() => Assert.All(Metrics(), metric =>
    {
        metric.Update(Array.Empty<string>());
        Assert.Empty(metric.Results());
        metric.Update(["a", "b"]);
        Assert.Single(metric.Results());
        metric.Reset();
        Assert.Empty(metric.Results());
    });

    [Fact]
    public void Coverage_is_the_share_of_the_catalogue_that_anybody_is_recommended() =>
        AssertResult(new CatalogCoverage(_catalog), 3 / 4.0, ["a", "b"], ["a", "c"], ["b", "a"]);

    [Fact]
    public void Gini_is_0_where_all_are_recommended_alike_and_close_to_1_where_one_always_is()
    {
        AssertResult(new GiniIndex(_catalog), 0, ["a", "b"], ["c", "d"]);
        AssertResult(new GiniIndex(_catalog), 3 / 4.0, ["a"], ["a"]);
        AssertResult(new GiniIndex(_catalog), ((-3 * 0) + (-1 * 0) + (1 * 1) + (3 * 3)) / (4 * 4.0), ["a", "a"], ["a", "b"]);
    }

    [Fact]
    public void Novelty_is_the_mean_self_information()
    {
        // Of 8 training rows 4 are a, 2 are b, 1 is c; new ones count as one.
        AssertResult(new Novelty(_training), (1 + 2) / 2.0, ["a", "b"]);
        AssertResult(new Novelty(_training), 3, ["c", "new"]);
    }

    [Fact]
    public void Popularity_is_the_mean_number_of_training_rows() => AssertResult(new MeanPopularity(_training), (4 + 2 + 0) / 3.0, ["a", "b"], ["new"]);

    [Fact]
    public void Diversity_is_1_minus_the_mean_cosine_of_the_pairs() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new SeededRandom(seed);
        var (items, dimension) = (2 + random.NextInt(6), 1 + random.NextInt(4));
        var vectors = FixedTower.Random(items, dimension, seed).Select(row => row.Select(value => value + (value < 0 ? -0.1f : 0.1f)).ToArray()).ToArray();
        var ids = Enumerable.Range(0, items).Select(item => $"{item}").ToArray();
        double similarity = 0, pairs = 0;
        for (var i = 0; i < items; i++)
        {
            for (var j = 0; j < i; j++, pairs++)
            {
                similarity += Dot(vectors[i], vectors[j]) / Math.Sqrt(Dot(vectors[i], vectors[i]) * Dot(vectors[j], vectors[j]));
            }
        }

        var metric = new IntraListDiversity(ids, Tensor.From(vectors.Flatten(), new Shape(items, dimension)));
        metric.Update(ids);
        metric.Update(["0"]); // has no pairs

        Assert.Equal(1 - (similarity / pairs), metric.Results()["intra_list_diversity"], 1e-6);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Metrics_merged_over_chunks_are_those_of_one_pass() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new SeededRandom(seed);
        var lists = Enumerable.Range(0, 1 + random.NextInt(10)).Select(_ => _catalog[..(1 + random.NextInt(4))]).ToArray();
        var cut = random.NextInt(lists.Length + 1);
        foreach (var ((whole, first), second) in Metrics().Zip(Metrics()).Zip(Metrics()))
        {
            Update(whole, lists);
            Update(first, lists[..cut]);
            Update(second, lists[cut..]);
            first.Merge(second);

            Assert.Equal(whole.Results().GetValueOrDefault(whole.Name), first.Results().GetValueOrDefault(whole.Name), 1e-12);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void What_cannot_be_measured_is_refused_by_name()
    {
        AssertRefused("\"x\" was recommended", () => new CatalogCoverage(_catalog).Update(["a", "x"]));
        AssertRefused("\"x\" was recommended", () => Metrics().Single(metric => metric is IntraListDiversity).Update(["a", "x"]));
        AssertRefused("\"a\" stands twice", () => new GiniIndex(["a", "b", "a"]));
        AssertRefused("empty", () => new GiniIndex([]));
        AssertRefused("\"film\"", () => new Novelty(new StringColumn("film", [null])));
        AssertRefused("\"b\" has length 0", () => new IntraListDiversity(["a", "b"], Tensor.From([1, 0, 0, 0], new Shape(2, 2))));
        AssertRefused("[1, 2]", () => new IntraListDiversity(["a", "b"], Tensor.Zeros(new Shape(1, 2))));
        AssertRefused("merged", () => new GiniIndex(_catalog).Merge(new CatalogCoverage(_catalog)));
        AssertRefused("merged", () => new GiniIndex(_catalog).Merge(new GiniIndex(["a"])));
        AssertRefused("merged", () => new Novelty(_training).Merge(new Novelty(new StringColumn("film", ["a"]))));
    }

    [Fact]
    public void A_refused_list_leaves_no_trace()
    {
        var coverage = new CatalogCoverage(_catalog);
        Assert.Throws<ArgumentException>(() => coverage.Update(["a", "x"]));

        Assert.Empty(coverage.Results());
    }

    private static RecommendationMetric[] Metrics() =>
    [
        new CatalogCoverage(_catalog), new GiniIndex(_catalog), new Novelty(_training), new MeanPopularity(_training),
        new IntraListDiversity(_catalog, Tensor.From([1, 0, 1, 1, 0, 1, -1, 2], new Shape(4, 2))),
    ];

    private static void AssertResult(RecommendationMetric metric, double expected, params string[][] lists)
    {
        Update(metric, lists);
        Assert.Equal(expected, metric.Results()[metric.Name], 1e-12);
    }

    private static void Update(RecommendationMetric metric, string[][] lists)
    {
        foreach (var list in lists)
        {
            metric.Update(list);
        }
    }

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static void AssertRefused(string message, Action action) => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
