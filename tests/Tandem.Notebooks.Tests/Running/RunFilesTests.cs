using System.Text.Json;

namespace Tandem.Notebooks.Tests;

public sealed class RunFilesTests
{
    [Fact]
    public async Task Report_notebook_and_metrics_are_written_and_no_temporary_file_stays()
    {
        using var folder = new TemporaryFolder();
        var run = await new NotebookRunner().RunAsync(DibFormat.Parse("#!csharp\nReport(\"loss\", 1.5)\n", "a/book.dib"), TestContext.Current.CancellationToken);
        var target = Path.Combine(folder.Path, "out");
        var files = RunFiles.Write(run, target);
        Assert.Equal(["book.html", "book.ipynb", "book.metrics.json"], files.Select(Path.GetFileName));
        Assert.Equal(files.Order(), Directory.GetFiles(target).Order());
        using var metrics = JsonDocument.Parse(File.ReadAllText(files[2]));
        Assert.Equal("succeeded", metrics.RootElement.GetProperty("status").GetString());
        Assert.Equal(1.5, metrics.RootElement.GetProperty("metrics").GetProperty("loss").GetDouble());
    }

    [Fact]
    public async Task Without_html_no_report_is_written()
    {
        using var folder = new TemporaryFolder();
        var run = await new NotebookRunner().RunAsync(DibFormat.Parse("#!csharp\n1\n", "book.dib"), TestContext.Current.CancellationToken);
        Assert.Equal(["book.ipynb", "book.metrics.json"], RunFiles.Write(run, folder.Path, html: false).Select(Path.GetFileName));
    }
}
