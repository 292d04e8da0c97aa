namespace Tandem.Tensors.Tests.Numerics;

public class SeededRandomTests
{
    [Fact]
    public void The_sequence_of_a_seed_never_changes()
    {
        // Computed by an independent transcription of the published generators into arbitrary-precision Python.
        var random = new SeededRandom(42);
        Assert.Equal(1546998764402558742UL, random.NextUInt64());
        Assert.Equal(6990951692964543102UL, random.NextUInt64());
        Assert.Equal(12544586762248559009UL, random.NextUInt64());
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        Assert.Equal(new SeededRandom(7).Permutation(100), new SeededRandom(7).Permutation(100));
        Assert.NotEqual(new SeededRandom(7).Permutation(100), new SeededRandom(8).Permutation(100));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10_000)]
    public void A_permutation_holds_every_number_once(int length) =>
        Assert.Equal(Enumerable.Range(0, length), new SeededRandom(length).Permutation(length).Order());

    [Fact]
    public void Whole_numbers_are_spread_evenly()
    {
        var random = new SeededRandom(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        // Six standard deviations of a binomial count with n = 70,000 and p = 1/7 are 555.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 556, 10_000 + 556));
    }

    [Fact]
    public void Every_order_of_three_items_is_equally_likely()
    {
        var random = new SeededRandom(5);
        var counts = Enumerable.Range(0, 60_000).CountBy(_ => string.Join(',', random.Permutation(3))).ToDictionary();
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 10_000 - 548, 10_000 + 548));
    }

    [Fact]
    public void Fractions_lie_in_zero_to_one_with_the_mean_in_the_middle()
    {
        var random = new SeededRandom(3);
        var floats = Enumerable.Range(0, 100_000).Select(_ => random.NextFloat()).ToArray();
        var doubles = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(floats, x => Assert.InRange(x, 0f, 0.99999994f));
        Assert.All(doubles, x => Assert.InRange(x, 0, 0.9999999999999999));
        Assert.InRange(floats.Average(), 0.494, 0.506);
        Assert.InRange(doubles.Average(), 0.494, 0.506);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Drawing_from_an_empty_range_is_an_error(int range) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).NextInt(range));

    [Fact]
    public void A_permutation_of_negative_length_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(1).Permutation(-1));
}
