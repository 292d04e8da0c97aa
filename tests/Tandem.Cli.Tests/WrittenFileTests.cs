using System.Runtime.Versioning;

namespace Tandem.Cli.Tests;

/// <summary>What the commands write onto: links, files with a mode of their own, pipes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WrittenFileTests : IDisposable
{
    private const string WithOutput = """{"cells":[{"cell_type":"code","execution_count":1,"id":"a","metadata":{},"outputs":[{"name":"stdout","output_type":"stream","text":["1\n"]}],"source":["1"]}],"metadata":{"kernelspec":{"display_name":"C#","language":"C#","name":"csharp"}},"nbformat":4,"nbformat_minor":5}""";

    private readonly TandemProcess _tandem = new();

    public WrittenFileTests() => Needs.That(OperatingSystem.IsLinux(), "Windows has other links and modes, and only Linux tells what kind of a file there is.");

    public void Dispose() => _tandem.Dispose();

    [Fact]
    public async Task Strip_follows_a_link_and_keeps_the_mode()
    {
        _tandem.Write("book.ipynb", WithOutput);
        File.SetUnixFileMode(PathOf("book.ipynb"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(PathOf("link.ipynb"), "book.ipynb");

        Assert.Equal(0, (await _tandem.Run("strip", "link.ipynb")).ExitCode);

        Assert.Contains("\"outputs\":[]", _tandem.Read("book.ipynb").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("book.ipynb", new FileInfo(PathOf("link.ipynb")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("book.ipynb")));
    }

    [Fact]
    public async Task Metrics_go_through_a_pipe_and_a_user_s_files_stay()
    {
        _tandem.Write("book.dib", "#!csharp\n1\n");
        _tandem.Write("out/book.html.mybackup.tmp", "mine");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", PathOf("metrics.json")))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var reading = Task.Run(() => File.ReadAllText(PathOf("metrics.json")), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await _tandem.Run("run", "book.dib", "--metrics", "metrics.json")).ExitCode);

        Assert.Contains("\"status\": \"succeeded\"", await reading, StringComparison.Ordinal);
        Assert.Equal("mine", _tandem.Read("out/book.html.mybackup.tmp"));
        Assert.Equal(["book.html", "book.html.mybackup.tmp", "book.ipynb", "book.metrics.json"], _tandem.Written);
    }

    private string PathOf(string name) => Path.Combine(_tandem.Folder, name);
}
