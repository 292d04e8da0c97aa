using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Tests.Data;

public sealed class DatasetGetTests : IDisposable
{
    private const string Ratings = "1::10::5\n2::20::3\n";
    private const string Movies = "10::Heat\n20::Ran\n";

    private readonly string _home = Directory.CreateTempSubdirectory("tandem-get-").FullName;
    private readonly FileServer _server = new();
    private readonly HttpClient _client = Tandem.Download.Client();

    private string Folder => Path.Combine(_home, "data");

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task An_archive_is_downloaded_unpacked_and_checked()
    {
        var info = Served(Zip(("tiny/ratings.dat", Ratings), ("tiny/movies.dat", Movies), ("tiny/README", "read me")), known: true);
        var states = await Download(info);
        Assert.Equal([DatasetFileStatus.Published, DatasetFileStatus.Published], states.Select(state => state.Status));
        Assert.Equal(["tiny", "tiny/edition.json", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
        Assert.Equal(Ratings, Read("tiny/ratings.dat"));
        Assert.Contains("whose SHA-256 is as known", states[0].Note);
        Assert.Equal(DatasetFileStatus.Unchecked, new DatasetFolder(info, Folder).States[0].Status);
        Assert.All(states, state => Assert.True(File.Exists(state.FoundPath)));

        // What was received is remembered, so that a later change shows.
        File.AppendAllText(Path.Combine(Folder, "tiny", "ratings.dat"), "3::30::1\n");
        Assert.Equal(DatasetFileStatus.Different, new DatasetFolder(info, Folder).States[0].Status);
    }

    [Fact]
    public async Task Without_a_known_checksum_nothing_is_vouched_for()
    {
        var states = await Download(Served(Zip(("ratings.dat", Ratings), ("movies.dat", Movies)), known: false));
        Assert.Equal([DatasetFileStatus.Unchecked, DatasetFileStatus.Published], states.Select(state => state.Status));
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
    }

    [Fact]
    public async Task Files_are_downloaded_one_by_one_and_unpacked_and_what_is_there_is_not_asked_for_again()
    {
        _server.Files["/ratings.dat.gz"] = GzipTests.Pack(Ratings);
        var info = Tiny(new DatasetDownload(_server.Address("/ratings.dat.gz")), new DatasetDownload(_server.Address("/movies.dat")));
        await Assert.ThrowsAsync<DatasetException>(() => Download(info));
        Assert.Equal([".downloads", ".downloads/tiny", ".downloads/tiny/ratings.dat.gz"], Everything());

        _server.Files["/movies.dat"] = Encoding.UTF8.GetBytes(Movies);
        await Download(info);
        Assert.Equal(["/ratings.dat.gz", "/movies.dat", "/movies.dat"], _server.Requests);
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
        Assert.Equal(Ratings, Read("tiny/ratings.dat"));
    }

    [Fact]
    public async Task A_file_that_is_another_is_refused_and_what_was_there_stays()
    {
        Write("data/tiny/ratings.dat", "old");
        Write("data/tiny/movies.dat", "old");
        var error = await Assert.ThrowsAsync<DatasetException>(() => Download(Served(Zip(("ratings.dat", Ratings), ("movies.dat", "10::Cold\n20::Ran\n")), known: false)));
        Assert.StartsWith("movies.dat is not the file that is published as Tiny: its checksum is another. Nothing was changed.", error.Message);
        Assert.Equal(("old", "old"), (Read("tiny/ratings.dat"), Read("tiny/movies.dat")));
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
    }

    [Fact]
    public async Task An_archive_that_lacks_a_file_is_refused()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => Download(Served(Zip(("ratings.dat", Ratings)), known: false)));
        Assert.Equal("Tiny is not complete: movies.dat is missing. Nothing was changed.", error.Message);
        Assert.Empty(Everything());
    }

    [Fact]
    public void No_path_of_an_archive_leads_out_of_the_folder()
    {
        File.WriteAllBytes(Path.Combine(_home, "a.zip"), Zip(("../../ratings.dat", Ratings), ("/movies.dat", Movies), ("../evil.txt", "evil")));
        Import(Path.Combine(_home, "a.zip"));
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
        Assert.Equal(["a.zip", "data"], Directory.EnumerateFileSystemEntries(_home).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_rating_that_was_altered_in_an_archive_is_refused()
    {
        var archive = Zip(CompressionLevel.NoCompression, ("ratings.dat", Ratings), ("movies.dat", Movies));
        var at = archive.AsSpan().IndexOf("2::20::3"u8);
        archive["2::20::".Length + at] = (byte)'1';
        File.WriteAllBytes(Path.Combine(_home, "a.zip"), archive);

        var error = Assert.Throws<DatasetException>(() => Import(Path.Combine(_home, "a.zip")));

        Assert.Contains("ratings.dat is not what was packed: its length or its CRC-32 is another", error.Message, StringComparison.Ordinal);
        Assert.Empty(Everything());
    }

    [Fact]
    public void A_link_in_an_archive_is_refused()
    {
        using (var archive = ZipFile.Open(Path.Combine(_home, "a.zip"), ZipArchiveMode.Create))
        {
            var entry = archive.CreateEntry("ratings.dat");
            entry.ExternalAttributes = unchecked((int)(0xa1ffu << 16));
            using var target = new StreamWriter(entry.Open());
            target.Write("/etc/passwd");
        }

        Assert.Contains("ratings.dat is a symbolic link", Assert.Throws<DatasetException>(() => Import(Path.Combine(_home, "a.zip"))).Message, StringComparison.Ordinal);
        Assert.Empty(Everything());
    }

    [Theory]
    [InlineData("a.zip", null)]
    [InlineData("a.zip", 18L)]
    [InlineData("ratings.dat.gz", null)]
    [InlineData("ratings.dat.gz", 18L)]
    public void A_small_file_that_unpacks_to_a_huge_one_is_stopped(string name, long? known)
    {
        var huge = new string('1', 50_000_000);
        Directory.CreateDirectory(Path.Combine(_home, "from"));
        var path = Path.Combine(_home, "from", name);
        File.WriteAllBytes(path, name == "a.zip" ? Zip(("ratings.dat", huge), ("movies.dat", Movies)) : GzipTests.Pack(huge));
        var info = Tiny() with { Files = [new("tiny/ratings.dat", Bytes: known), new("tiny/movies.dat", Optional: true)] };
        using var get = new DatasetGet(info, Folder);

        var error = Assert.Throws<DatasetException>(() => get.Import(name == "a.zip" ? path : Path.Combine(_home, "from"), TestContext.Current.CancellationToken));

        Assert.Contains("ratings.dat", error.Message, StringComparison.Ordinal);
        Assert.Contains("unpacks to more than", error.Message, StringComparison.Ordinal);
        Assert.Equal([".downloads", ".downloads/tiny", ".downloads/tiny/claim"], Everything());
    }

    [Fact]
    public void A_folder_that_calls_its_files_published_is_not_believed()
    {
        const string Forged = "1::10::1\n";
        Write("data/tiny/ratings.dat", Forged);
        Write("data/tiny/movies.dat", Forged);
        Write("data/tiny/edition.json", $$"""
            [{"status": "published", "sha256": "{{Digest(Forged)}}", "note": "the publisher's own", "path": "tiny/ratings.dat"},
             {"status": "published", "sha256": "{{Digest(Forged)}}", "note": "the publisher's own", "path": "tiny/movies.dat"}]
            """);
        var folder = new DatasetFolder(Tiny(), Folder);

        // No checksum of the ratings is known, one of the films is.
        Assert.Equal([DatasetFileStatus.Unchecked, DatasetFileStatus.Different], folder.States.Select(state => state.Status));
        Assert.Contains("no checksum is known to prove it", folder.States[0].Note, StringComparison.Ordinal);
        Assert.DoesNotContain("publisher's own, by their checksums", folder.Provenance(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("[{\"status\": 1, \"sha256\": \"\", \"note\": \"\"}]")]
    [InlineData("[{\"status\": \"derived\"}]")]
    [InlineData("[{\"status\": \"derived\", \"sha256\": null, \"note\": null}]")]
    public void An_edition_file_that_is_none_is_named(string json)
    {
        Write("data/tiny/edition.json", json);

        Assert.Contains(Path.Combine(Folder, "tiny", "edition.json"), Assert.Throws<InvalidDataException>(() => new DatasetFolder(Tiny(), Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_edition_file_is_read_or_refused()
    {
        var path = Path.Combine(_home, "edition.json");
        var good = Encoding.UTF8.GetBytes(FolderEdition.ToJson([new(DatasetFileStatus.Derived, Digest("a"), "half of it", "tiny/ratings.dat"), new(DatasetFileStatus.Simulated, Digest("b"), "mine")]));
        DamagedInputs.AreReadOrRefused([good], 20_000, seed: 1, input =>
        {
            File.WriteAllBytes(path, input);
            FolderEdition.ReadFile(path);
        }, error => error is InvalidDataException && error.Message.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_archive_is_imported_as_it_was_packed_or_refused()
    {
        var path = Path.Combine(_home, "a.zip");
        DamagedInputs.AreReadOrRefused([Zip(("ratings.dat", Ratings), ("movies.dat", Movies)), GzipTests.Pack(Ratings)], 5_000, seed: 1, input =>
        {
            File.WriteAllBytes(path, input);
            using var import = new DatasetImport(Tiny(), Folder, CancellationToken.None);
            import.Add(path);
            if (File.Exists(Path.Combine(import.StagedFolder, "ratings.dat")))
            {
                Assert.Equal(Ratings, File.ReadAllText(Path.Combine(import.StagedFolder, "ratings.dat")));
            }
        }, error => error is DatasetException);
    }

    [Fact]
    public void Two_imports_at_a_time_leave_each_other_alone()
    {
        Write("from/ratings.dat", Ratings);
        Write("from/movies.dat", Movies);
        using var first = new DatasetImport(Tiny(), Folder, CancellationToken.None);
        first.Add(Path.Combine(_home, "from"));
        using (var second = new DatasetImport(Tiny(), Folder, CancellationToken.None))
        {
            second.Add(Path.Combine(_home, "from"));
            second.Complete();
        }

        first.Complete();
        Assert.Equal(Ratings, Read("tiny/ratings.dat"));
    }

    [Fact]
    public void An_archive_that_breaks_off_anywhere_changes_nothing()
    {
        var archive = Path.Combine(_home, "a.zip");
        var whole = Zip(("ratings.dat", Ratings), ("movies.dat", Movies));
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(archive, whole[..length]);
            Assert.Throws<DatasetException>(() => Import(archive));
            Assert.Empty(Everything());
        }
    }

    [Fact]
    public void A_packed_file_that_breaks_off_is_refused()
    {
        Write("from/ratings.dat", Ratings);
        File.WriteAllBytes(Path.Combine(_home, "from", "movies.dat.gz"), GzipTests.Pack(Movies)[..^9]);
        Assert.Contains("movies.dat.gz is a gzip file that is damaged or not complete", Assert.Throws<DatasetException>(() => Import(Path.Combine(_home, "from"))).Message);
        Assert.Empty(Everything());
    }

    [Theory]
    [InlineData("from", "from")]
    [InlineData("from/tiny", "from")]
    public void A_folder_of_files_is_imported_be_it_the_data_set_s_or_the_one_above(string place, string given)
    {
        Write($"{place}/ratings.dat", Ratings);
        Write($"{place}/other.txt", "not wanted");
        File.WriteAllBytes(Path.Combine(_home, place, "movies.dat.gz"), GzipTests.Pack(Movies));
        Import(Path.Combine(_home, given));
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
        Assert.Equal(Movies, Read("tiny/movies.dat"));
    }

    [Fact]
    public void What_a_folder_says_of_its_own_edition_comes_along_and_what_is_known_of_other_files_stays()
    {
        Write("data/tiny/edition.json", """[{"status": "derived", "sha256": "00", "note": "stays", "path": "tiny/else.dat"}, {"status": "derived", "sha256": "00", "note": "goes", "path": "tiny/movies.dat"}]""");
        Write("data/tiny/else.dat", "of another data set");
        Write("from/ratings.dat", Ratings);
        Write("from/movies.dat", "1::Mine\n");
        Write("from/edition.json", $$"""[{"status": "simulated", "sha256": "{{Digest("1::Mine\n")}}", "note": "mine", "path": "tiny/movies.dat"}, {"status": "derived", "sha256": "1", "note": "no", "path": "x/y"}]""");
        var states = Import(Path.Combine(_home, "from"));
        Assert.Equal((DatasetFileStatus.Simulated, "mine"), (states[1].Status, states[1].Note));
        Assert.Equal(["stays", "mine"], FolderEdition.ReadFile(Path.Combine(Folder, "tiny", "edition.json")).Select(variant => variant.Note));
        Assert.Equal("of another data set", Read("tiny/else.dat"));
    }

    [Fact]
    public void A_place_without_any_of_the_files_is_named_with_what_is_wanted()
    {
        Write("from/other.csv", "x");
        foreach (var path in (string[])["from", "from/other.csv"])
        {
            var error = Assert.Throws<DatasetException>(() => Import(Path.Combine(_home, path)));
            Assert.Equal($"{Path.Combine(_home, path)} has none of the files of Tiny: ratings.dat, movies.dat.", error.Message);
        }

        Assert.Contains("There is no file or folder", Assert.Throws<DatasetException>(() => Import(Path.Combine(_home, "nowhere"))).Message);
    }

    [Fact]
    public void An_import_that_is_stopped_leaves_nothing()
    {
        Write("from/ratings.dat", Ratings);
        Write("from/movies.dat", Movies);
        using var get = new DatasetGet(Tiny(), Folder);
        Assert.Throws<OperationCanceledException>(() => get.Import(Path.Combine(_home, "from"), new CancellationToken(canceled: true)));
        get.Dispose();
        Assert.Empty(Everything());
    }

    [Fact]
    public void What_a_killed_import_left_is_cleared_away()
    {
        Write("data/.tiny.0.tmp/tiny/ratings.dat", "half");
        Write("from/ratings.dat", Ratings);
        Write("from/movies.dat", Movies);
        Import(Path.Combine(_home, "from"));
        Assert.Equal(["tiny", "tiny/movies.dat", "tiny/ratings.dat"], Everything());
    }

    [Fact]
    public void Two_at_a_time_are_kept_apart()
    {
        using var first = new DatasetGet(Tiny(), Folder);
        Assert.StartsWith("Another process gets Tiny into", Assert.Throws<DatasetException>(() => new DatasetGet(Tiny(), Folder)).Message);
    }

    private DatasetInfo Served(byte[] archive, bool known)
    {
        _server.Files["/tiny.zip"] = archive;
        return Tiny(new DatasetDownload(_server.Address("/tiny.zip"), Sha256: known ? Convert.ToHexStringLower(SHA256.HashData(archive)) : null));
    }

    private static DatasetInfo Tiny(params DatasetDownload[] downloads) => new(
        "tiny", "Tiny", "https://example.org", "free", "free", "none", [new("tiny/ratings.dat"), new("tiny/movies.dat", Sha256: Digest(Movies))], downloads);

    private async Task<IReadOnlyList<DatasetFileState>> Download(DatasetInfo info)
    {
        using var get = new DatasetGet(info, Folder);
        return await get.DownloadAsync(info.Downloads, new Download(_client) { Attempts = 1 }, TestContext.Current.CancellationToken);
    }

    private IReadOnlyList<DatasetFileState> Import(string source)
    {
        using var get = new DatasetGet(Tiny(), Folder);
        return get.Import(source, TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Everything() =>
        Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    private string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_home, path))!);
        File.WriteAllText(Path.Combine(_home, path), text);
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static byte[] Zip(params (string Name, string Text)[] files) => Zip(CompressionLevel.Optimal, files);

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name, level).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
