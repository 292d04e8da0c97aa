using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tandem.Cli.Tests;

/// <summary>
/// Processes that are killed at random moments: every file is then the whole old one or the whole new one, and the next process goes on and clears up.
/// The variable <c>TANDEM_KILLS</c> sets how many of each kind are killed.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const string Training = """
        #!csharp
        using System.Diagnostics;
        using Tandem.Tensors;

        sealed class Pairs(Tower users, Tower items) : Model
        {
            protected override Tensor ComputeLoss(Batch batch, bool training) => new Retrieval().Loss(users.Embed(batch), items.Embed(batch));
        }

        sealed class SaveOften(Model model) : Callback
        {
            public override void OnBatchEnd(TrainingProgress progress) => model.Save("model.tandem");
        }

        var pairs = Table.FromColumns(
            new StringColumn("user", Enumerable.Range(0, 2000).Select(row => $"{row % 400}")),
            new StringColumn("item", Enumerable.Range(0, 2000).Select(row => $"{row * 7 % 300}")));
        var model = new Pairs(Tower.Of(Feature.Id("user", pairs["user"], 16)), Tower.Of(Feature.Id("item", pairs["item"], 16)));
        model.Compile(new Adam(0.01f));
        var checkpoint = new Checkpoint("run", everySteps: 1, keep: 2, resume: true);

        // The killer starts late, so that the kills fall into the training and not into the start of the process.
        if (int.TryParse(Environment.GetEnvironmentVariable("KILL_AFTER"), out var milliseconds))
        {
            new System.Threading.Thread(() => { System.Threading.Thread.Sleep(milliseconds); Process.GetCurrentProcess().Kill(); }).Start();
        }

        model.Fit(pairs, epochs: 12, batchSize: 100, callbacks: [checkpoint, new HistoryFile("history.json"), new SaveOften(model)]);
        """;

    private static readonly int _kills = int.TryParse(Environment.GetEnvironmentVariable("TANDEM_KILLS"), out var kills) ? kills : 3;

    private readonly TandemProcess _tandem = new() { Environment = { ["TANDEM_DATA"] = "", ["XDG_DATA_HOME"] = "/nowhere" } };
    private readonly Random _random = new(14);

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task A_training_killed_again_and_again_ends_as_one_that_never_was()
    {
        NeedsUnix();
        using var whole = new TandemProcess();
        Assert.Equal((0, ""), await Train(whole));
        for (var kill = 0; kill < _kills; kill++)
        {
            _tandem.Environment["KILL_AFTER"] = _random.Next(1500).ToString(CultureInfo.InvariantCulture);
            var (exitCode, _) = await Train(_tandem);
            AssertWhole();
            if (exitCode == 0)
            {
                // It was faster than its killer: another one from the beginning.
                Directory.Delete(Path.Combine(_tandem.Folder, "run"), recursive: true);
            }
        }

        _tandem.Environment.Remove("KILL_AFTER");
        Assert.Equal((0, ""), await Train(_tandem));

        Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Folder, "model.tandem")), File.ReadAllBytes(Path.Combine(_tandem.Folder, "model.tandem")));
        Assert.Equal(Files(whole.Folder), Files(_tandem.Folder));
    }

    [Fact]
    public async Task A_notebook_whose_run_in_place_is_killed_is_the_old_one_or_the_new_one()
    {
        NeedsUnix();
        const string Old = """{"cells":[{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":["new string('x', 3000000)"]}],"metadata":{"kernelspec":{"display_name":"C#","language":"C#","name":"csharp"}},"nbformat":4,"nbformat_minor":5}""";
        _tandem.Write("book.ipynb", Old);
        var time = Stopwatch.StartNew();
        Assert.Equal(0, (await _tandem.Run("run", "book.ipynb", "--in-place")).ExitCode);
        var length = time.Elapsed;
        for (var kill = 0; kill < _kills; kill++)
        {
            _tandem.Write("book.ipynb", Old);

            // Most of the time goes by before anything is written: the later half is where a kill could do harm.
            await Kill(length * (0.5 + (_random.NextDouble() / 2)), "run", "book.ipynb", "--in-place");

            var text = _tandem.Read("book.ipynb");
            Assert.True(text == Old || OutputsOf(text) == 1);
        }

        Assert.Equal(0, (await _tandem.Run("run", "book.ipynb", "--in-place")).ExitCode);
        Assert.Equal(["book.ipynb"], Files(_tandem.Folder));
    }

    [Fact]
    public async Task A_download_that_is_killed_leaves_a_whole_file_or_none_and_goes_on()
    {
        NeedsUnix();
        using var server = new FileServer();
        var ratings = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300_000).Select(row => $"A{row:D9},0132793040,5.0,1365811200\n")));
        server.Files["/ratings_Electronics.csv"] = ratings;
        string[] get = ["data", "get", "amazon-electronics", "--from", server.Address("/ratings_Electronics.csv"), "--data", "data", "--accept-license", "--force"];
        var time = Stopwatch.StartNew();
        Assert.Equal(0, (await _tandem.Run(get)).ExitCode);
        var length = time.Elapsed;
        var target = Path.Combine(_tandem.Folder, "data", "amazon", "ratings_Electronics.csv");
        for (var kill = 0; kill < _kills; kill++)
        {
            if (kill % 2 == 0)
            {
                Directory.Delete(Path.Combine(_tandem.Folder, "data"), recursive: true);
            }

            await Kill(length * (0.3 + (_random.NextDouble() * 0.7)), get);

            Assert.True(!File.Exists(target) || File.ReadAllBytes(target).AsSpan().SequenceEqual(ratings));
        }

        Assert.Equal(0, (await _tandem.Run(get)).ExitCode);
        Assert.Equal(["data/amazon/ratings_Electronics.csv"], Files(_tandem.Folder));
        Assert.Equal(["data", "data/amazon"], Directory.EnumerateDirectories(_tandem.Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_tandem.Folder, path)).Order());
    }

    private static async Task<(int ExitCode, string Error)> Train(TandemProcess tandem)
    {
        tandem.Write("train.dib", Training);
        var (exitCode, _, error) = await tandem.Run("run", "train.dib", "--no-html");
        return (exitCode, error);
    }

    /// <summary>Opening a file verifies its checksum before it tells what is in it.</summary>
    private void AssertWhole()
    {
        foreach (var path in Directory.GetFiles(_tandem.Folder, "*.tandem", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith(".tandem-", StringComparison.Ordinal)))
        {
            if (Path.GetFileName(path) == "model.tandem")
            {
                Assert.Equal(2, SavedModel.Load(path).Names.Count);
            }
            else
            {
                Assert.Contains("it holds a checkpoint", Assert.Throws<InvalidDataException>(() => SavedModel.Load(path)).Message, StringComparison.Ordinal);
            }
        }

        if (_tandem.Exists("history.json"))
        {
            Assert.NotEmpty(History.Load(Path.Combine(_tandem.Folder, "history.json")).Epochs);
        }
    }

    private async Task Kill(TimeSpan after, params string[] arguments)
    {
        using var process = _tandem.Start(arguments);
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static int OutputsOf(string notebook)
    {
        using var json = JsonDocument.Parse(notebook);
        return json.RootElement.GetProperty("cells")[0].GetProperty("outputs").GetArrayLength();
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    private static void NeedsUnix() => Needs.That(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "'kill -9' is Unix's.");
}
