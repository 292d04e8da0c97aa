namespace Tandem.Tests.Data;

public class AmazonSampleTests
{
    private static readonly Table _electronics = AmazonElectronicsSample.Generate(new DataSource(Datasets.Info("amazon-electronics"))).Reviews;
    private static readonly Table _reviews2023 = AmazonReviews2023Sample.Generate(new DataSource(Datasets.Info("amazon-reviews-2023"))).Reviews;
    private static readonly Table _instruments = AmazonInstrumentsSample.Generate(new DataSource(Datasets.Info("amazon-instruments"))).Reviews;

    [Fact]
    public void They_have_the_columns_of_the_loaders()
    {
        string[] rating = ["user_id:String", "product_id:String", "rating:Double", "timestamp:Timestamp"];
        Assert.Equal(rating, Samples.Schema(_electronics));
        Assert.Equal([.. rating, "verified_purchase:Bool", "helpful_vote:Long", "split:String"], Samples.Schema(_reviews2023));
        Assert.Equal([.. rating, "summary:String", "text:String"], Samples.Schema(_instruments));
    }

    [Fact]
    public void They_never_change() => Assert.Equal(
        ["4bebd76603d9aacd", "08b104cfea239a58", "774baca06e63ef09"],
        Array.ConvertAll([_electronics, _reviews2023, _instruments], (Table ratings) => Samples.Checksum(ratings)));

    [Fact]
    public void Nobody_rates_a_product_twice_and_most_ratings_are_of_five_stars_and_more_of_one_than_of_two()
    {
        Assert.All((Table[])[_electronics, _reviews2023, _instruments], ratings =>
        {
            Assert.Equal(ratings.RowCount, ratings.Distinct("user_id", "product_id").RowCount);
            var stars = ratings.Column<DoubleColumn>("rating").Values.ToArray().CountBy(value => value).ToDictionary();
            Assert.Equal([1, 2, 3, 4, 5], stars.Keys.Order());
            Assert.True(stars[5] > ratings.RowCount / 2);
            Assert.True(stars[1] > stars[2]);
        });
    }

    [Fact]
    public void Electronics_are_sorted_by_product_dated_to_the_day_and_mostly_by_people_with_one_rating()
    {
        Assert.Equal(_electronics.Sort("product_id").Rows.Select(row => row.String("user_id")), _electronics.Rows.Select(row => row.String("user_id")));
        Assert.All(_electronics.Column<TimestampColumn>("timestamp").Values.ToArray(), time => Assert.Equal(TimeSpan.Zero, time.TimeOfDay));
        var ofUsers = Samples.Counts(_electronics, "user_id");
        Assert.InRange(ofUsers.Count(ratings => ratings == 1) / (double)ofUsers.Length, 0.75, 0.85);
        Assert.InRange(Samples.Counts(_electronics, "product_id").Count(ratings => ratings >= 50), 101, 200);
    }

    [Fact]
    public void Ratings_of_2023_are_in_order_of_time_with_milliseconds_in_later_years_and_split_by_time()
    {
        var times = _reviews2023.Column<TimestampColumn>("timestamp").Values.ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Contains(times, time => time.Millisecond != 0);
        Assert.All(times.Where(time => time.Year < 2018), time => Assert.Equal(0, time.Millisecond));
        var parts = Enumerable.Range(0, _reviews2023.RowCount).Select(row => _reviews2023["split"].Text(row)!).ToArray();
        Assert.Equal(["train", "val", "test"], parts.Distinct());
        Assert.InRange(parts.Count(part => part == "train") / (double)parts.Length, 0.69, 0.71);
        Assert.InRange(Samples.Counts(_reviews2023, "user_id").Count(ratings => ratings == 1), 700, 1_100);
    }

    [Fact]
    public void Instruments_are_a_five_core_with_texts_that_tell_the_stars()
    {
        Assert.Equal(5, Samples.Counts(_instruments, "user_id").Min());
        Assert.Equal(5, Samples.Counts(_instruments, "product_id").Min());
        Assert.InRange(_instruments.RowCount, 2_900, 3_100);
        Assert.True(_instruments.Distinct("text").RowCount > _instruments.RowCount / 2);
        Assert.All(_instruments.Rows, row => Assert.DoesNotContain("{", row.String("text") + row.String("summary")));
        Assert.All(
            _instruments.Rows.Where(row => row.String("text")!.EndsWith("Highly recommended.", StringComparison.Ordinal)),
            row => Assert.Equal(5, row.Double("rating")));
    }

    [Fact]
    public void Where_people_rate_several_products_their_neighbours_tell_more_than_the_best_sellers()
    {
        var ratings2023 = Samples.TopK(_reviews2023, "user_id", "product_id", k: 10);
        Assert.True(ratings2023.Neighbours > 2 * ratings2023.Popularity, $"{ratings2023}");
        var instruments = Samples.TopK(_instruments, "user_id", "product_id", k: 10);
        Assert.True(instruments.Neighbours > 1.5 * instruments.Popularity, $"{instruments}");
    }
}
