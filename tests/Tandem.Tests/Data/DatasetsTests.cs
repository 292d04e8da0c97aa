namespace Tandem.Tests.Data;

public class DatasetsTests
{
    private static readonly MovieLens _sample = Datasets.MovieLensSample();

    [Fact]
    public void The_sample_has_the_columns_of_MovieLens()
    {
        Assert.Equal(["user_id:String", "movie_id:String", "rating:Double", "timestamp:Timestamp"], Schema(_sample.Ratings));
        Assert.Equal(["movie_id:String", "movie_title:String", "genres:String"], Schema(_sample.Movies));
        Assert.Equal(["user_id:String", "gender:String", "age:Long", "occupation:Long", "zip_code:String"], Schema(_sample.Users));
    }

    [Fact]
    public void The_sample_has_the_shape_of_MovieLens()
    {
        Assert.Equal((100_000, 700, 1_200), (_sample.Ratings.RowCount, _sample.Movies.RowCount, _sample.Users.RowCount));
        Assert.Equal(700, _sample.Movies.Distinct("movie_title").RowCount);
        Assert.Equal(100_000, _sample.Ratings.Distinct("user_id", "movie_id").RowCount);
        Assert.Equal(1_200, _sample.Ratings.Distinct("user_id").RowCount);

        var ofUsers = Counts(_sample.Ratings, "user_id");
        var ofMovies = Counts(_sample.Ratings, "movie_id");
        Assert.True(ofUsers.Min() >= 20);
        Assert.True(ofUsers.Max() > 3 * ofUsers.Average(), "the most diligent users rate far more than the average");
        Assert.True(ofMovies.Max() > 2.5 * ofMovies.Average(), "the most popular films are far above the average");
        Assert.Equal([1.0, 2, 3, 4, 5], _sample.Ratings.ValueCounts("rating").Sort("rating").Column<DoubleColumn>("rating").Values);
    }

    [Fact]
    public void The_sample_never_changes()
    {
        // Any change here changes what every reader of the notebooks sees: it should be deliberate.
        var hash = 0L;
        foreach (var row in _sample.Ratings.Rows)
        {
            hash = unchecked(hash * 31 + long.Parse(row.String("user_id")) * 10_007 + long.Parse(row.String("movie_id")) * 11 + (long)row.Double("rating"));
        }

        Assert.Equal(ExpectedHash, hash);
        Assert.Equal("Return to the Moons of Tarsip (1990)", _sample.Movies["movie_title"].Text(0));
    }

    private const long ExpectedHash = 3502591415106526870;

    [Fact]
    public void Every_rating_of_the_sample_is_of_a_film_and_by_a_user_there_are()
    {
        var joined = _sample.Ratings.Join(_sample.Movies, on: "movie_id").Join(_sample.Users, on: "user_id");
        Assert.Equal(_sample.Ratings.RowCount, joined.RowCount);
        Assert.All(joined.Columns, column => Assert.False(column.HasNulls));
    }

    [Fact]
    public void The_sample_says_that_it_is_invented()
    {
        Assert.True(_sample.Source.IsSample);
        Assert.Equal(
            "Generated sample in the shape of MovieLens 1M: 100,000 ratings of 700 films by 1,200 users. They are invented: get the real data "
            + "(https://grouplens.org/datasets/movielens/1m/) with `tandem data get ml-1m`, or set TANDEM_DATA to a folder that has ml-1m/.",
            _sample.Description);
    }

    [Fact]
    public void A_folder_without_the_files_is_an_error_that_tells_the_remedy()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"tandem-{Guid.NewGuid():N}");
        var error = Assert.Throws<FileNotFoundException>(() => Datasets.MovieLens1M(folder));
        Assert.Contains(Path.Combine(folder, "ml-1m", "ratings.dat"), error.Message);
        Assert.Throws<ArgumentException>(() => Datasets.MovieLens1M(""));
        Assert.Contains("https://grouplens.org/datasets/movielens/1m/", error.Message);
    }

    [Fact]
    public void MovieLens_100K_has_its_published_size_and_columns()
    {
        TestData.File("ml-100k", "u.data");
        var real = Datasets.MovieLens100K(TestData.Folder);
        Assert.Equal((100_000, 1_682, 943), (real.Ratings.RowCount, real.Movies.RowCount, real.Users.RowCount));
        Assert.Equal(["1", "Toy Story (1995)", "Animation|Children's|Comedy"], real.Movies.Columns.Select(column => column.Text(0)));
        Assert.Equal(["1", "M", "24", "technician", "85711"], real.Users.Columns.Select(column => column.Text(0)));
        Assert.Equal(["196", "242", "3", "1997-12-04T15:55:49Z"], real.Ratings.Columns.Select(column => column.Text(0)));
        Assert.StartsWith("MovieLens 100K from ", real.Description);
    }

    [Fact]
    public void MovieLens_1M_has_its_published_size_and_titles_that_are_all_different()
    {
        TestData.File("ml-1m", "ratings.dat");
        var real = Datasets.MovieLens1M(TestData.Folder);
        Assert.Equal((1_000_209, 3_883, 6_040), (real.Ratings.RowCount, real.Movies.RowCount, real.Users.RowCount));
        Assert.Equal(3_883, real.Movies.Distinct("movie_title").RowCount);
        Assert.Equal(3_706, real.Ratings.Distinct("movie_id").RowCount);
        Assert.Equal("48067", real.Users["zip_code"].Text(0));
        Assert.StartsWith($"MovieLens 1M from {TestData.Folder}: 1,000,209 ratings of 3,883 films by 6,040 users. ", real.Description);
        Assert.Contains("The publisher's own: movies.dat, users.dat.", real.Description);
    }

    [Fact]
    public void Shops_and_reviews_are_read_as_published()
    {
        TestData.File("olist", "olist_orders_dataset.csv");
        var olist = Datasets.Olist(TestData.Folder);
        Assert.Equal((112_650, 32_951, 71), (olist.OrderItems.RowCount, olist.Products.RowCount, olist.CategoryNames.RowCount));
        Assert.Equal("beleza_saude", olist.CategoryNames["product_category_name"].Text(0));

        var babyshop = Datasets.Babyshop(TestData.Folder);
        Assert.Equal((61_704, 24_543), (babyshop.Items.RowCount, babyshop.Users.RowCount));
        Assert.Contains("SIMULATED", babyshop.Description);

        Assert.Equal(["user_id", "product_id", "rating", "timestamp"], Schema(Datasets.AmazonElectronics(TestData.Folder).Reviews).Select(Name));
        Assert.Equal(new DateTime(2002, 9, 27, 1, 1, 30), Datasets.AmazonReviews2023(TestData.Folder).Reviews.Column<TimestampColumn>("timestamp").Values[0]);
        var instruments = Datasets.AmazonInstruments(TestData.Folder).Reviews;
        Assert.Equal(["user_id", "product_id", "rating", "timestamp", "summary", "text"], Schema(instruments).Select(Name));
        Assert.Equal((10_261, "good"), (instruments.RowCount, instruments["summary"].Text(0)));

        static string Name(string column) => column.Split(':')[0];
    }

    [Fact]
    public void Every_known_data_set_has_a_source_a_licence_and_a_citation()
    {
        Assert.Equal(
            ["ml-1m", "ml-100k", "olist", "babyshop", "amazon-electronics", "amazon-reviews-2023", "amazon-instruments"],
            Datasets.All.Select(set => set.Name));
        Assert.All(Datasets.All, set =>
        {
            Assert.All((string[])[set.Title, set.License, set.Redistribution, set.Citation], text => Assert.False(string.IsNullOrWhiteSpace(text)));
            Assert.StartsWith("https://", set.Url);
            Assert.NotEmpty(set.Files);
            Assert.Single(set.Files.Select(file => Path.GetDirectoryName(file.Path)).Distinct());
        });
    }

    [Fact]
    public void What_a_data_set_s_publisher_lets_one_download_is_an_archive_or_one_of_its_files()
    {
        Assert.Equal(["olist"], Datasets.All.Where(set => set.Downloads.Count == 0).Select(set => set.Name));
        Assert.All(Datasets.All, set => Assert.All(set.Downloads, download =>
        {
            Assert.StartsWith("https://", download.Url);
            var name = Path.GetFileName(new Uri(download.Url).LocalPath);
            Assert.True(name == $"{set.Name}.zip" || set.Files.Any(file => Path.GetFileName(file.Path) == name.Replace(".gz", "")), download.Url);
        }));
    }

    [Fact]
    public void The_files_of_the_data_sets_are_what_the_catalogue_says()
    {
        TestData.File("ml-1m", "ratings.dat");
        foreach (var set in Datasets.All.Where(set => set.Files.All(file => file.Optional || IsThere(file))))
        {
            Assert.All(
                new DatasetFolder(set, TestData.Folder).States.Where(state => !state.File.Optional),
                state => Assert.Contains(state.Status, (DatasetFileStatus[])[DatasetFileStatus.Published, DatasetFileStatus.Derived, DatasetFileStatus.Simulated]));
        }

        static bool IsThere(DatasetFile file) => new[] { file.Path }.Concat((file.Variants ?? []).Select(variant => variant.Path ?? file.Path))
            .Any(path => File.Exists(Path.Combine(TestData.Folder, path)));
    }

    private static IEnumerable<string> Schema(Table table) => table.Columns.Select(column => $"{column.Name}:{column.Type}");

    private static long[] Counts(Table table, string column) => table.GroupBy(column).Count().Column<LongColumn>("count").Values.ToArray();
}
