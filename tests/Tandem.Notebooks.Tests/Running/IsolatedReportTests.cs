namespace Tandem.Notebooks.Tests;

public sealed class IsolatedReportTests
{
    private static readonly NotebookRun _run = SampleRun.Of(
        "a/book.dib",
        SampleRun.Cell(1, "markdown", "# Title\n\n![x](attachment:a.png)") with { Cell = new NotebookCell("markdown", "# Title\n\n![x](attachment:a.png)", 1) { Attachments = new Dictionary<string, MimeBundle> { ["a.png"] = MimeBundle.Of("image/png", "eA==") } } },
        SampleRun.Cell(2, "csharp", "1 + 1", new StreamOutput("a\ud83d😀\n", false), new ResultOutput(MimeBundle.Of("text/html", "<b>2</b>", "2"))),
        SampleRun.Cell(3, "csharp", "throw", new ErrorOutput(new CellFailure(3, "book.dib", 7, "throw", "Exception", "no", ["at x"])))) with
    { Metrics = new Dictionary<string, double> { ["loss"] = double.NaN, ["worst"] = double.PositiveInfinity } };

    /// <summary>A shell that does something with the run on its standard input.</summary>
    private static HostProgram Shell(string script)
    {
        Needs.That(!OperatingSystem.IsWindows(), "There is no shell.");
        return new HostProgram("/bin/sh", ["-c", script]);
    }

    [Fact]
    public void The_process_is_told_all_that_the_report_shows()
    {
        var task = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(ReportTask.Of(_run), ReportJson.Default.ReportTask);
        var told = System.Text.Json.JsonSerializer.Deserialize(task, ReportJson.Default.ReportTask)!.ToRun();
        Assert.Equal(Html(_run), Html(told));
        Assert.Contains("src=\"data:image/png;base64,eA==\"", Html(told));
    }

    [Fact]
    public async Task What_the_process_writes_is_the_report()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "book.html");
        await new IsolatedReport(Shell("head -n 1 >/dev/null; printf '<html>'"), TimeSpan.FromMinutes(1)).WriteAsync(_run, path);
        Assert.Equal("<html>", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("kill -9 $$", "the report cannot be made: its process ended with the exit code 137: it said nothing")]
    [InlineData("head -n 1 >/dev/null; echo Stack overflow. >&2; echo ' at x' >&2; exit 134", "the report cannot be made: its process ended with the exit code 134: Stack overflow.")]
    public async Task A_process_that_dies_costs_the_report_alone(string script, string expected)
    {
        using var folder = new TemporaryFolder();
        var former = folder.Write("book.html", "former");
        var failure = await Assert.ThrowsAsync<ReportException>(() => new IsolatedReport(Shell(script), TimeSpan.FromMinutes(1)).WriteAsync(_run, former));
        Assert.Equal(expected, failure.Message);
        Assert.Equal("former", File.ReadAllText(former));
        Assert.Equal([former], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_report_that_takes_too_long_is_given_up()
    {
        var report = new IsolatedReport(Shell("sleep 1000"), TimeSpan.FromSeconds(0.5));
        Assert.Equal("the report cannot be made: it took longer than 0.5 s", (await Assert.ThrowsAsync<ReportException>(() => report.WriteAsync(_run, "never.html"))).Message);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told()
    {
        var report = new IsolatedReport(new HostProgram("/no/such/program", []), TimeSpan.FromMinutes(1));
        Assert.StartsWith("the report cannot be made: its process cannot be started", (await Assert.ThrowsAsync<ReportException>(() => report.WriteAsync(_run, "never.html"))).Message);
    }

    private static string Html(NotebookRun run)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(run, writer);
        return writer.ToString().Replace('\ud83d', '?').Replace('\ufffd', '?').Replace("\ude00", "", StringComparison.Ordinal);
    }
}
