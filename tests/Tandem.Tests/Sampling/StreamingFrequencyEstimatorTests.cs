using Tandem.Tensors;

namespace Tandem.Tests;

public sealed class StreamingFrequencyEstimatorTests
{
    private const int Items = 60;

    private static readonly double[] _popularities = Zipf();

    [Fact]
    public void On_a_steady_stream_it_learns_the_share_of_each_candidate()
    {
        var estimator = new StreamingFrequencyEstimator("item", learningRate: 0.002f);
        Feed(estimator, _popularities, batches: 200, seed: 1);

        var errors = Errors(estimator, _popularities);

        // An interval is as long as its mean, give or take as much: an average over 1000 of them is 3 % off.
        Assert.True(errors.Average() < 0.06, $"The mean error is {errors.Average():P1}.");
        Assert.True(errors.Max() < 0.25, $"The largest error is {errors.Max():P1}.");
    }

    [Fact]
    public void The_sizes_of_batches_do_not_matter()
    {
        var items = Draw(_popularities, 5000, seed: 1);
        var (large, small) = (new StreamingFrequencyEstimator("item"), new StreamingFrequencyEstimator("item"));

        large.Observe(BatchOf(items));
        foreach (var chunk in items.Chunk(77))
        {
            small.Observe(BatchOf(chunk));
        }

        Assert.Equal(5000, small.RowsSeen);
        Assert.Equal(large.Probability(BatchOf(Enumerable.Range(0, Items))), small.Probability(BatchOf(Enumerable.Range(0, Items))));
    }

    [Fact]
    public void It_follows_a_stream_that_changes()
    {
        var reversed = _popularities.Reverse().ToArray();
        var estimator = new StreamingFrequencyEstimator("item", learningRate: 0.02f);
        Feed(estimator, _popularities, batches: 100, seed: 1);
        Feed(estimator, reversed, batches: 100, seed: 2);

        // What became popular is known well; what became rare has had few occurrences to show it.
        var errors = Errors(estimator, reversed);
        Assert.True(errors.Average() < 0.35, $"The mean error is {errors.Average():P1}.");
        Assert.True(errors[^10..].Max() < 0.35, $"The largest error of the ten most popular is {errors[^10..].Max():P1}.");
    }

    [Fact]
    public void Several_hashes_keep_candidates_apart_that_share_an_entry()
    {
        double Error(int hashes)
        {
            var estimator = new StreamingFrequencyEstimator("item", buckets: 150, learningRate: 0.002f, hashes);
            Feed(estimator, _popularities, batches: 100, seed: 3);
            return Errors(estimator, _popularities).Average();
        }

        var (one, four) = (Error(1), Error(4));
        Assert.True(four < one / 2, $"The mean error with one hash is {one:P1}, with four {four:P1}.");
    }

    [Fact]
    public void What_never_occurred_is_as_probable_as_in_the_next_row_for_the_first_time()
    {
        var estimator = new StreamingFrequencyEstimator("item");
        Assert.Equal([1f], estimator.Probability(BatchOf([7])));

        estimator.Observe(BatchOf([1, 2, 3]));

        Assert.Equal([0.25f], estimator.Probability(BatchOf([7])));
    }

    [Fact]
    public void A_candidate_of_every_row_is_certain()
    {
        var estimator = new StreamingFrequencyEstimator("item");
        estimator.Observe(BatchOf(Enumerable.Repeat(5, 1000)));

        Assert.Equal([1f], estimator.Probability(BatchOf([5])));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingFrequencyEstimator("item", buckets: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingFrequencyEstimator("item", hashes: 0));
        Assert.Contains("fewer buckets", Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingFrequencyEstimator("item", buckets: 1 << 30, hashes: 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingFrequencyEstimator("item", learningRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingFrequencyEstimator("item", learningRate: float.NaN));
    }

    private static void Feed(StreamingFrequencyEstimator estimator, double[] popularities, int batches, int seed)
    {
        for (var batch = 0; batch < batches; batch++)
        {
            estimator.Observe(BatchOf(Draw(popularities, 512, (seed * 1000) + batch)));
        }
    }

    private static double[] Errors(StreamingFrequencyEstimator estimator, double[] popularities) =>
        [.. estimator.Probability(BatchOf(Enumerable.Range(0, Items))).Select((estimate, item) => Math.Abs((estimate / popularities[item]) - 1))];

    private static double[] Zipf()
    {
        var weights = Enumerable.Range(1, Items).Select(rank => 1.0 / rank).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static int[] Draw(double[] popularities, int count, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (item, left) = (0, random.NextDouble());
            while (item < popularities.Length - 1 && left >= popularities[item])
            {
                left -= popularities[item++];
            }

            return item;
        })];
    }

    private static Batch BatchOf(IEnumerable<int> items) => new(Table.FromColumns(FixedTower.Ids("item", items)));
}
