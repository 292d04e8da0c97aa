using System.Text;

namespace Tandem.Cli.Tests;

public sealed class DataCommandTests : IDisposable
{
    private const string Ratings = "AKM1MP6P0OYPR,0132793040,5.0,1365811200\nA2CX7LUOHB2NDG,0321732944,4.0,1341100800\n";

    private readonly TandemProcess _tandem = new() { Environment = { ["TANDEM_DATA"] = "", ["XDG_DATA_HOME"] = "/nowhere" } };
    private readonly FileServer _server = new();

    private string Address => _server.Address("/ratings_Electronics.csv");

    public void Dispose()
    {
        _server.Dispose();
        _tandem.Dispose();
    }

    [Fact]
    public async Task List_where_and_verify_tell_what_is_there()
    {
        _tandem.Write("data/ml-1m/users.dat", "1::F::1::10::48067\n");
        var (code, list, _) = await _tandem.Run("data", "list", "--data", "data");
        Assert.Equal(0, code);
        Assert.Matches(@"ml-1m +MovieLens 1M +[\d.]+ MB +missing: ratings.dat, movies.dat; differs: users.dat +Research use with acknowledgement", list);
        Assert.Matches(@"olist +Olist +\S+( MB)? +absent +CC BY-NC-SA 4.0", list);

        _tandem.Environment["TANDEM_DATA"] = "data";
        Assert.Equal(
            (0, $"{Path.Combine(_tandem.Folder, "data")} (named by TANDEM_DATA)\nml-1m  {Path.Combine(_tandem.Folder, "data", "ml-1m")} (not complete)", ""),
            await _tandem.Run("data", "where", "ml-1m"));

        var verified = await _tandem.Run("data", "verify");
        Assert.Equal(1, verified.ExitCode);
        Assert.Matches(@"ratings.dat +missing\n +movies.dat +missing\n +users.dat +differs +19 bytes +it has 19 bytes in place of 134,368", verified.Out);
    }

    [Fact]
    public async Task Without_a_named_folder_the_default_one_is_told_with_what_it_means()
    {
        var (code, text, _) = await _tandem.Run("data", "where");
        Assert.Equal(0, code);
        Assert.StartsWith("/nowhere/tandem/data (the default, since neither --data nor TANDEM_DATA names one)", text);
        Assert.Matches("olist +absent: notebooks use a generated sample", text);
        var verified = await _tandem.Run("data", "verify");
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("has no data set: 'tandem data get NAME' gets one", verified.Error);
    }

    [Fact]
    public async Task Get_shows_the_terms_and_needs_them_accepted()
    {
        var (code, text, error) = await _tandem.Run("data", "get", "ml-1m", "--data", "data");
        Assert.Equal(2, code);
        Assert.Contains("https://grouplens.org/datasets/movielens/1m/", text);
        Assert.Contains("redistribution need GroupLens' permission", text);
        Assert.Contains("F. Maxwell Harper and Joseph A. Konstan", text);
        Assert.Contains("--accept-license", error);
        Assert.False(_tandem.Exists("data"));
    }

    [Fact]
    public async Task Get_downloads_and_does_nothing_the_second_time()
    {
        _server.Files["/ratings_Electronics.csv"] = Encoding.ASCII.GetBytes(Ratings);
        string[] get = ["data", "get", "amazon-electronics", "--from", Address, "--data", "data", "--accept-license"];
        var (code, text, error) = await _tandem.Run(get);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"{Address}\n  {Ratings.Length} bytes of {Ratings.Length} bytes, 100", text);
        Assert.Matches($"ratings_Electronics.csv +not checkable +{Ratings.Length} bytes", text);
        Assert.Equal(Ratings, _tandem.Read("data/amazon/ratings_Electronics.csv"));

        var again = await _tandem.Run(get);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("already; --force gets it again", again.Out);
        Assert.Single(_server.Requests);
        Assert.Equal(0, (await _tandem.Run([.. get, "--force"])).ExitCode);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Ctrl_C_keeps_what_came_and_the_same_command_goes_on()
    {
        _server.Files["/ratings_Electronics.csv"] = Encoding.ASCII.GetBytes(Ratings);
        _server.Breaks.Enqueue(30);
        _server.Stalls = true;
        string[] get = ["data", "get", "amazon-electronics", "--from", Address, "--data", "data", "--accept-license"];
        var (code, _, error) = await _tandem.Run(Address, get);
        Assert.Equal(130, code);
        Assert.Contains("the same command goes on from there", error);
        Assert.False(_tandem.Exists("data/amazon/ratings_Electronics.csv"));

        Assert.Equal(0, (await _tandem.Run(get)).ExitCode);
        Assert.Equal(Ratings, _tandem.Read("data/amazon/ratings_Electronics.csv"));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task What_cannot_be_got_is_explained()
    {
        var missing = await _tandem.Run("data", "get", "amazon-electronics", "--from", Address, "--data", "data", "--accept-license");
        Assert.Equal(8, missing.ExitCode);
        Assert.Contains($"{Address}: the server answers 404", missing.Error);

        var registered = await _tandem.Run("data", "get", "olist", "--data", "data");
        Assert.Equal(8, registered.ExitCode);
        Assert.Contains("https://www.kaggle.com/datasets/olistbr/brazilian-ecommerce", registered.Error);
        Assert.Contains("tandem data get olist --from FILE", registered.Error);

        var unknown = await _tandem.Run("data", "get", "olst");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("olst: no data set of this name is known. Did you mean 'olist'?", unknown.Error);

        _tandem.Write("a-file", "");
        var file = await _tandem.Run("data", "get", "amazon-electronics", "--from", "a-file", "--data", "a-file", "--accept-license");
        Assert.Equal(6, file.ExitCode);
    }

    [Fact]
    public async Task Get_replaces_files_that_are_not_the_publisher_s_only_when_told_to()
    {
        _server.Files["/ratings_Electronics.csv"] = Encoding.ASCII.GetBytes(Ratings);
        Assert.Equal(0, (await _tandem.Run("data", "sample", "amazon-electronics", "--out", "data")).ExitCode);
        File.AppendAllText(Path.Combine(_tandem.Folder, "data", "amazon", "ratings_Electronics.csv"), "mine");
        string[] get = ["data", "get", "amazon-electronics", "--from", Address, "--data", "data", "--accept-license"];
        var refused = await _tandem.Run(get);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--force replaces them", refused.Error);
        Assert.EndsWith("mine", _tandem.Read("data/amazon/ratings_Electronics.csv"));
        Assert.Equal(0, (await _tandem.Run([.. get, "--force"])).ExitCode);
        Assert.Equal(Ratings, _tandem.Read("data/amazon/ratings_Electronics.csv"));
    }

    [Fact]
    public async Task Sample_writes_files_in_the_publishers_formats_and_says_that_they_are_none_of_theirs()
    {
        var (code, text, error) = await _tandem.Run("data", "sample", "babyshop", "ml-1m", "--out", "data");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("train.csv +simulated .* generated by Tandem", text);
        Assert.True(_tandem.Exists("data/ml-1m/ratings.dat"));
        Assert.Matches("babyshop +Babyshop .* simulated: train.csv, test.csv, item_info.csv, user_info.csv", (await _tandem.Run("data", "list", "--data", "data")).Out);
        Assert.Equal(0, (await _tandem.Run("data", "verify", "--data", "data")).ExitCode);

        var again = await _tandem.Run("data", "sample", "--out", "data");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("has files of MovieLens 1M already", again.Error);
        Assert.Equal(0, (await _tandem.Run("data", "sample", "ml-100k", "--out", "data")).ExitCode);
        Assert.True(_tandem.Exists("data/ml-100k/u.data"));
    }

    [Fact]
    public async Task Notebooks_find_what_get_put_into_the_default_folder()
    {
        _tandem.Environment["XDG_DATA_HOME"] = Path.Combine(_tandem.Folder, "home");
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(Ratings)));
        _tandem.Write("mine/ratings_Electronics.csv", Ratings);
        _tandem.Write("mine/edition.json", $$"""[{"status": "derived", "sha256": "{{digest}}", "note": "two rows of many", "path": "amazon/ratings_Electronics.csv"}]""");
        Assert.Equal(0, (await _tandem.Run("data", "get", "amazon-electronics", "--from", "mine", "--accept-license")).ExitCode);

        _tandem.Write("a.dib", "#!csharp\n\nusing Tandem;\nConsole.WriteLine(Datasets.AmazonElectronics().Description);\nConsole.WriteLine(Datasets.MovieLens1M().Source.IsSample);\n");
        var (code, text, error) = await _tandem.Run("run", "a.dib", "--no-html");
        Assert.Equal((0, ""), (code, error));
        var report = _tandem.Read("out/a.ipynb");
        Assert.Contains($"from {Path.Combine(_tandem.Folder, "home", "tandem", "data")}: 2 ratings of 2 products by 2 users. ratings_Electronics.csv is derived: two rows of many.", report);
        Assert.Contains("True", report);
    }
}
