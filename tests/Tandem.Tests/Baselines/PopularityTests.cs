namespace Tandem.Tests;

public sealed class PopularityTests
{
    private static readonly StringColumn _train = new("film", ["a", "a", "a", "b", "b", "c", "d", null]);

    [Fact]
    public void A_candidate_is_as_probable_as_its_share_of_the_training_rows()
    {
        var batch = new Batch(Table.FromColumns(new StringColumn("film", ["c", "a", "never seen"])));

        Assert.Equal([1 / 7f, 3 / 7f, 1e-6f], new Popularity(_train).Probability(batch));
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.75)] // c and d tie: either is a hit at 3
    [InlineData(4, 0.75)]
    [InlineData(100, 1.0)]
    public void Its_accuracy_at_k_is_the_share_of_test_rows_among_the_k_most_popular(int k, double accuracy) =>
        Assert.Equal(accuracy, new Popularity(_train).TopKAccuracy(new StringColumn("film", ["a", "b", "d", "never seen"]), k));

    [Fact]
    public void Counts_that_floats_cannot_tell_apart_do_not_tie()
    {
        const long large = 1L << 24;
        var popularity = Popularity.FromCounts("film", [new("a", large), new("b", large + 1), new("c", 1), new("d", large + 1)]);

        Assert.Equal(["b", "d", "a", "c"], popularity.Query("anybody", 4).Select(found => found.Id));
        Assert.Equal([large, large, large, 1f], popularity.Query("anybody", 4).Select(found => found.Score));
        Assert.Equal(["a", "c"], popularity.Query("anybody", 4, new() { Excluded = new(["b", "d"]) }).Select(found => found.Id));
    }

    [Fact]
    public void Counts_may_add_up_to_more_than_a_long()
    {
        var popularity = Popularity.FromCounts("film", [new("a", long.MaxValue), new("b", long.MaxValue), new("c", long.MaxValue / 2)]);

        Assert.Equal([0.4f, 0.2f], popularity.Probability(new Batch(Table.FromColumns(new StringColumn("film", ["b", "c"])))));
    }

    [Fact]
    public void A_column_without_values_is_refused() =>
        Assert.Contains("film", Assert.Throws<ArgumentException>(() => new Popularity(new StringColumn("film", [null]))).Message);
}
