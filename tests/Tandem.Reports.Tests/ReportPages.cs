using Microsoft.Playwright;

namespace Tandem.Notebooks.Tests;

/// <summary>A browser without a network, and the reports that it opens.</summary>
public sealed class ReportPages : IAsyncLifetime
{
    /// <summary>Milliseconds that anything may take: other tests may keep all cores busy.</summary>
    private const float Patience = 180_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-reports-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>What a test needs of this machine; null when it is there.</summary>
    private string? _missing;

    /// <summary>The reports by name.</summary>
    public static TheoryData<string> Names => new("kinds", "01-two-tower");

    public async ValueTask InitializeAsync()
    {
        _missing = RunPictures.WhyNot();
        if (_missing is not null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { Timeout = Patience, ExecutablePath = HeadlessBrowser.Find()!.Program, ChromiumSandbox = !Environment.IsPrivilegedProcess });
        await WriteAsync("kinds", KindsOfOutput.Run);
        var notebook = Path.Combine(AppContext.BaseDirectory, "01-two-tower.dib");
        var options = new RunOptions { Parameters = new Dictionary<string, string> { ["epochs"] = "1", ["dimension"] = "8" } };
        await WriteAsync("01-two-tower", await new NotebookRunner(options).RunAsync(NotebookDocument.Read(notebook)));
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.CloseAsync() ?? Task.CompletedTask);
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The file of a report.</summary>
    public string FileOf(string report)
    {
        Needs.That(_missing is null, _missing ?? "");
        return Path.Combine(_folder, report + ".html");
    }

    /// <summary>Opens a report and waits until its charts and diagrams are drawn.</summary>
    public async Task<OpenReport> OpenAsync(string report, BrowserNewContextOptions? options = null)
    {
        var file = FileOf(report);
        options ??= new();
        options.Offline = true;
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var open = new OpenReport(context, page);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        if (options.JavaScriptEnabled != false)
        {
            await page.WaitForFunctionAsync("document.querySelectorAll('figure').length === document.querySelectorAll('figure.drawn').length");
        }

        return open;
    }

    private async Task WriteAsync(string name, NotebookRun run)
    {
        var pictured = await RunPictures.AddAsync(run, PictureMode.Always);
        Assert.Null(pictured.Problem);
        await using var writer = new StreamWriter(Path.Combine(_folder, name + ".html"));
        HtmlReport.Write(pictured.Run, writer);
    }
}
