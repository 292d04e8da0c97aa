namespace Tandem.Tests.Data;

public sealed class DatasetFolderTests : IDisposable
{
    private const string Ratings = "AKM1MP6P0OYPR,0132793040,5.0,1365811200\nA2CX7LUOHB2NDG,0321732944,4.0,1341100800\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_edition_that_its_folder_describes_is_read_and_described()
    {
        Write("amazon/ratings_Electronics.csv", Ratings);
        Describe("amazon", new DatasetVariant(DatasetFileStatus.Derived, Digest("amazon/ratings_Electronics.csv"), "two rows of many", "amazon/ratings_Electronics.csv"));

        var data = Datasets.AmazonElectronics(_folder);

        Assert.Equal("A2CX7LUOHB2NDG", data.Reviews["user_id"].Text(1));
        Assert.Equal([5.0, 4.0], data.Reviews.Column<DoubleColumn>("rating").Values);
        Assert.Equal(new DateTime(2013, 4, 13), data.Reviews.Column<TimestampColumn>("timestamp").Values[0]);
        Assert.Equal(
            $"Amazon Electronics ratings (1996–2014) from {_folder}: 2 ratings of 2 products by 2 users. ratings_Electronics.csv is derived: two rows of many.",
            data.Description);
    }

    [Fact]
    public void Headings_of_an_extract_are_recognised()
    {
        Write("amazon/ratings_Electronics.csv", "UserId,ItemId,rating,timestamp\n" + Ratings);
        Describe("amazon", new DatasetVariant(DatasetFileStatus.Derived, Digest("amazon/ratings_Electronics.csv"), "with headings", "amazon/ratings_Electronics.csv"));

        Assert.Equal(["user_id", "product_id", "rating", "timestamp"], Datasets.AmazonElectronics(_folder).Reviews.Columns.Select(column => column.Name));
    }

    [Fact]
    public void A_file_with_fewer_rows_than_published_is_refused()
    {
        Write("amazon/ratings_Electronics.csv", Ratings);

        var message = Assert.Throws<InvalidDataException>(() => Datasets.AmazonElectronics(_folder)).Message;

        Assert.StartsWith($"{Path.Combine(_folder, "amazon", "ratings_Electronics.csv")} has 2 rows in place of 7,824,482: it is cut off, converted, or another edition", message);
        Assert.Contains("`tandem data get amazon-electronics`", message);
    }

    [Fact]
    public void A_file_with_other_columns_is_refused_with_those_it_should_have()
    {
        Write("babyshop/train.csv", "user_no,item,gender_description,brand,product_group,first_interaction_month\n1,2,girls,x,tops,3\n");
        foreach (var file in (string[])["test.csv", "item_info.csv", "user_info.csv"])
        {
            Write($"babyshop/{file}", "user_no\n1\n");
        }

        var message = Assert.Throws<InvalidDataException>(() => Datasets.Babyshop(_folder)).Message;

        Assert.Contains(Path.Combine(_folder, "babyshop", "train.csv"), message);
        Assert.Contains("It should have the columns user_no, item_no, gender_description, brand, product_group, first_interaction_month.", message);
        Assert.Contains("`tandem data get babyshop`", message);
    }

    [Fact]
    public void A_missing_file_is_named_before_any_other_is_read()
    {
        Write("olist/olist_orders_dataset.csv", "not a table");

        var message = Assert.Throws<FileNotFoundException>(() => Datasets.Olist(_folder)).Message;

        Assert.StartsWith($"There is no file {Path.Combine(_folder, "olist", "olist_order_items_dataset.csv")}. Get Olist with `tandem data get olist`", message);
    }

    [Fact]
    public void A_description_of_a_folder_that_is_no_JSON_is_an_error_that_says_what_it_should_be()
    {
        Write("amazon/ratings_Electronics.csv", Ratings);
        Write("amazon/edition.json", "{");

        Assert.Contains("It should be an array of objects with path, status", Assert.Throws<InvalidDataException>(() => Datasets.AmazonElectronics(_folder)).Message);
    }

    [Fact]
    public void MovieLens_is_read_as_TensorFlow_Datasets_gives_it()
    {
        Write("ml-1m/1m-ratings.csv", """"
            ,bucketized_user_age,movie_genres,movie_id,movie_title,raw_user_age,timestamp,user_gender,user_id,user_occupation_label,user_occupation_text,user_rating,user_zip_code
            0,35.0,[0 7],b'3107',b'Backdraft (1991)',32.0,977432193,True,b'130',18,b'technician/engineer',5.0,b'50021'
            1,25.0,[7],b'2114',"b""Schindler's List, The (1993)""",25.0,965932967,False,b'3829',0,b'academic/educator',4.0,b'22307'
            2,35.0,"[4, 14]",b'1244',b'Mis\xc3\xa9rables \'Les\' (1995)',32.0,977432194,True,b'130',18,b'technician/engineer',3.0,b'50021'

            """");
        Describe("ml-1m", new DatasetVariant(DatasetFileStatus.Derived, Digest("ml-1m/1m-ratings.csv"), "three rows", "ml-1m/1m-ratings.csv"));

        var ml = Datasets.MovieLens1M(_folder);

        Assert.Equal(["Backdraft (1991)", "Schindler's List, The (1993)", "Misérables 'Les' (1995)"], Texts(ml.Movies["movie_title"]));
        Assert.Equal(["Action|Drama", "Drama", "Comedy|Romance"], Texts(ml.Movies["genres"]));
        Assert.Equal(["130", "3829"], Texts(ml.Users["user_id"]));
        Assert.Equal(["M", "F"], Texts(ml.Users["gender"]));
        Assert.Equal([35L, 25], ml.Users.Column<LongColumn>("age").Values);
        Assert.Equal(["50021", "22307"], Texts(ml.Users["zip_code"]));
        Assert.Equal(["user_id", "movie_id", "rating", "timestamp"], ml.Ratings.Columns.Select(column => column.Name));
        Assert.Equal([5.0, 4, 3], ml.Ratings.Column<DoubleColumn>("rating").Values);
    }

    [Fact]
    public void A_file_is_known_by_the_id_that_Git_gives_its_content()
    {
        Write("hello", "hello\n");
        Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", FileDigests.GitBlob(Path.Combine(_folder, "hello")));
    }

    private static IEnumerable<string?> Texts(Column column) => Enumerable.Range(0, column.Length).Select(column.Text);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Describe(string directory, params DatasetVariant[] files) => Write($"{directory}/{FolderEdition.FileName}", FolderEdition.ToJson(files));

    private string Digest(string path) => FileDigests.Sha256(Path.Combine(_folder, path));
}
