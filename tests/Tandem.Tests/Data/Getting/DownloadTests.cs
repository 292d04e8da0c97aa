using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] _content = RandomNumberGenerator.GetBytes(300_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-download-").FullName;
    private readonly FileServer _server = new() { Files = { ["/a.zip"] = _content } };
    private readonly HttpClient _client = Download.Client();

    private string Target => Path.Combine(_folder, "a.zip");

    private DatasetDownload Wanted => new(_server.Address("/a.zip"), _content.Length, Convert.ToHexStringLower(SHA256.HashData(_content)));

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_is_downloaded_and_nothing_else_is_left()
    {
        var seen = new List<DownloadProgress>();
        await new Download(_client, new Reports(seen)).RunAsync(Wanted, Target, TestContext.Current.CancellationToken);
        AssertDownloaded("/a.zip");
        Assert.Equal((0L, (long?)_content.Length), (seen[0].Received, seen[0].Total));
        Assert.Equal(_content.Length, seen[^1].Received);
    }

    [Fact]
    public async Task A_redirection_is_followed()
    {
        _server.Redirects["/moved"] = _server.Address("/a.zip");
        await Run(Wanted with { Url = _server.Address("/moved") });
        AssertDownloaded("/moved", "/a.zip");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        _server.Breaks.Enqueue(100_000);
        _server.Breaks.Enqueue(50_000);
        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip bytes=100000-", "/a.zip bytes=150000-");
    }

    [Fact]
    public void Wherever_connections_break_the_file_comes_whole()
    {
        var breaks = Gen.Choose(1, 120_000).ArrayOf().Select(all => all.Take(6).ToArray()).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(breaks, all =>
        {
            _server.Breaks.Clear();
            Array.ForEach(all, _server.Breaks.Enqueue);
            File.Delete(Target);
            Run(Wanted).GetAwaiter().GetResult();
            return File.ReadAllBytes(Target).AsSpan().SequenceEqual(_content);
        }));
    }

    [Fact]
    public async Task A_download_that_was_stopped_goes_on_in_the_next_run()
    {
        _server.Breaks.Enqueue(100_000);
        _server.Stalls = true;
        using var stop = new CancellationTokenSource();
        var stopping = new Download(_client, new StopAt(100_000, stop)).RunAsync(Wanted, Target, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        Assert.False(File.Exists(Target));
        Assert.Equal(100_000, new FileInfo(Target + ".part").Length);

        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip bytes=100000-");
    }

    [Fact]
    public async Task What_came_whole_before_the_end_of_its_process_is_not_asked_for_again()
    {
        await Interrupt(100_000);
        File.WriteAllBytes(Target + ".part", _content);
        await Run(Wanted);
        AssertDownloaded("/a.zip");
    }

    [Fact]
    public async Task What_was_damaged_on_the_disk_is_noticed()
    {
        await Interrupt(100_000);
        File.WriteAllBytes(Target + ".part", new byte[100_000]);
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted));
        Assert.Contains("its SHA-256 is", error.Message);
        await Run(Wanted);
        Assert.Equal(_content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_file_that_the_publisher_has_changed_meanwhile_is_downloaded_from_its_beginning()
    {
        await Interrupt(100_000);
        var changed = RandomNumberGenerator.GetBytes(200_000);
        (_server.Files["/a.zip"], _server.ETag) = (changed, "\"2\"");
        await Run(new DatasetDownload(Wanted.Url));
        Assert.Equal(changed, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(false, "\"1\"")]
    [InlineData(true, null)]
    [InlineData(true, "W/\"1\"")]
    public async Task A_server_that_cannot_go_on_safely_sends_the_file_from_its_beginning(bool ranges, string? tag)
    {
        (_server.Ranges, _server.ETag) = (ranges, tag);
        _server.Breaks.Enqueue(100_000);
        await Run(Wanted);
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_range_that_the_server_does_not_have_is_a_new_beginning()
    {
        await Interrupt(100_000);
        File.WriteAllBytes(Target + ".part", new byte[400_000]);
        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip bytes=400000-", "/a.zip");
    }

    [Fact]
    public async Task A_stamp_that_cannot_be_read_costs_a_new_beginning_only()
    {
        await Interrupt(100_000);
        File.WriteAllText(Target + ".part.json", "{ torn");
        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip");
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_nothing_is_left()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted with { Sha256 = new string('0', 64) }));
        Assert.Contains($"its SHA-256 is {Wanted.Sha256} in place of 0000", error.Message);
        Assert.StartsWith(Wanted.Url, error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_wrong_size_is_refused_and_nothing_is_left()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted with { Bytes = 5 }));
        Assert.Contains("it has 300,000 bytes in place of 5", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_server_that_sends_more_than_the_known_size_is_stopped()
    {
        const int chunk = 1 << 20;
        var sent = 0L;
        _server.Answer = async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            for (; sent < 1L << 30; sent += chunk)
            {
                await stream.WriteAsync(new byte[chunk]);
            }
        };

        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted));

        Assert.Contains("more than 300,000 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(sent, 0, 100 * chunk);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/a.zip")]
    public async Task A_redirection_to_something_else_than_the_web_is_refused(string target)
    {
        _server.Redirects["/moved"] = target;

        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted with { Url = _server.Address("/moved") }));

        Assert.Contains("only http and https are, at most", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_redirection_in_a_circle_ends()
    {
        _server.Redirects["/a"] = _server.Address("/b");
        _server.Redirects["/b"] = _server.Address("/a");

        Assert.Contains("redirects to", (await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted with { Url = _server.Address("/a") }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_sends_other_parts_than_it_is_asked_for_is_given_up()
    {
        _server.Answer = async (range, stream) =>
        {
            var head = range is null ? "200 OK\r\nETag: \"1\"\r\nContent-Length: 300000" : "206 Partial Content\r\nETag: \"1\"\r\nContent-Range: bytes 7-8/300000\r\nContent-Length: 2";
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n12"));
        };

        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted));

        Assert.Contains("sent another part", error.Message, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 2, 20);
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_at_a_time_is_given_up()
    {
        _server.Answer = async (range, stream) =>
        {
            var start = range is null ? 0 : int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            var head = start == 0 ? "200 OK" : $"206 Partial Content\r\nContent-Range: bytes {start}-299999/300000";
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nETag: \"1\"\r\nContent-Length: {300_000 - start}\r\nConnection: close\r\n\r\n."));
        };
        var download = new Download(_client) { Pause = TimeSpan.Zero, Requests = 20 };

        await Assert.ThrowsAsync<DatasetException>(() => download.RunAsync(Wanted, Target, TestContext.Current.CancellationToken));

        Assert.Equal(20, _server.Requests.Count);
    }

    [Fact]
    public void A_damaged_stamp_costs_a_new_beginning_only()
    {
        var stamp = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new PartialStamp(Wanted.Url, "\"1\"", DateTimeOffset.UnixEpoch, 300_000));
        DamagedInputs.AreReadOrRefused([stamp], 20_000, seed: 1, input =>
        {
            File.WriteAllBytes(Target, input);
            _ = PartialStamp.Read(Target)?.Condition;
        }, _ => false);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"Url\": null}")]
    [InlineData("{\"Url\": \"http://127.0.0.1/\", \"ETag\": \"no quotes\"}")]
    [InlineData("{\"Url\": \"http://127.0.0.1/\", \"ETag\": \"\\ud800\"}")]
    public async Task A_stamp_that_makes_no_sense_costs_a_new_beginning_only(string json)
    {
        await Interrupt(100_000);
        File.WriteAllText(Target + ".part.json", json.Replace("http://127.0.0.1/", Wanted.Url, StringComparison.Ordinal));
        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip");
    }

    [Fact]
    public async Task A_missing_file_is_told_at_once()
    {
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted with { Url = _server.Address("/b.zip") }));
        Assert.Contains("the server answers 404", error.Message);
        Assert.Contains("--from FILE", error.Message);
        Assert.Single(_server.Requests);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        _server.Failures.Enqueue(503);
        _server.Failures.Enqueue(429);
        await Run(Wanted);
        AssertDownloaded("/a.zip", "/a.zip", "/a.zip");
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up_and_what_came_is_kept()
    {
        await Interrupt(1_000);
        Enumerable.Repeat(500, 10).ToList().ForEach(_server.Failures.Enqueue);
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted));
        Assert.Contains("the server answers 500 Internal", error.Message);
        Assert.Equal(1_000, new FileInfo(Target + ".part").Length);
        Assert.Equal(6, _server.Failures.Count);
    }

    [Fact]
    public async Task A_server_that_sends_nothing_more_is_given_up()
    {
        _server.Stalls = true;
        Enumerable.Repeat(10, 10).ToList().ForEach(_server.Breaks.Enqueue);
        var impatient = new Download(_client) { Patience = TimeSpan.FromMilliseconds(300), Pause = TimeSpan.Zero, Attempts = 1 };
        var error = await Assert.ThrowsAsync<DatasetException>(() => impatient.RunAsync(Wanted, Target, TestContext.Current.CancellationToken));
        Assert.Contains("the server sent nothing for 0.3 seconds", error.Message);
        Assert.Contains("10 bytes are kept", error.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        _server.Dispose();
        var error = await Assert.ThrowsAsync<DatasetException>(() => Run(Wanted));
        Assert.StartsWith($"{Wanted.Url}: ", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private Task Run(DatasetDownload wanted) =>
        new Download(_client) { Pause = TimeSpan.Zero }.RunAsync(wanted, Target, TestContext.Current.CancellationToken);

    /// <summary>Leaves a part of the file behind.</summary>
    private async Task Interrupt(int after)
    {
        _server.Breaks.Enqueue(after);
        var once = new Download(_client) { Attempts = 1 };
        var error = await Assert.ThrowsAsync<DatasetException>(() => once.RunAsync(Wanted, Target, TestContext.Current.CancellationToken));
        Assert.Contains(FormattableString.Invariant($"{after:N0} bytes are kept; the same command goes on from there."), error.Message);
    }

    private void AssertDownloaded(params string[] requests)
    {
        Assert.Equal(_content, File.ReadAllBytes(Target));
        Assert.Equal(requests, _server.Requests);
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_folder));
    }

    private sealed class Reports(List<DownloadProgress> all) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => all.Add(value);
    }

    private sealed class StopAt(long received, CancellationTokenSource stop) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            if (value.Received >= received)
            {
                stop.Cancel();
            }
        }
    }
}
