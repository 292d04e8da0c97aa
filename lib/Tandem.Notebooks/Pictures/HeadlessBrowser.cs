using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>A Chromium, Chrome or Edge of this machine, run without a window.</summary>
internal sealed class HeadlessBrowser
{
    /// <summary>The environment variable that names the browser's program.</summary>
    public const string Variable = "TANDEM_BROWSER";

    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge"];

    private readonly string _program;

    private HeadlessBrowser(string program) => _program = program;

    /// <summary>The program.</summary>
    public string Program => _program;

    /// <summary>The browser that <c>TANDEM_BROWSER</c> or <c>CHROME_PATH</c> names, else the first one found; null when there is none.</summary>
    public static HeadlessBrowser? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>Finds a browser by the variables of some environment.</summary>
    public static HeadlessBrowser? Find(Func<string, string?> variable)
    {
        var named = new[] { Variable, "CHROME_PATH" }.Select(variable).FirstOrDefault(path => !string.IsNullOrWhiteSpace(path));
        var program = named is not null ? File.Exists(named) ? named : null : Candidates(variable).FirstOrDefault(File.Exists);
        return program is null ? null : new HeadlessBrowser(program);
    }

    /// <summary>Opens a page, lets its scripts finish, and returns what the document then is.</summary>
    /// <param name="html">The page.</param>
    /// <param name="limit">The time that it may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PictureException">The browser did not start, crashed or took too long.</exception>
    public async Task<string> DumpAsync(string html, TimeSpan limit, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-pictures-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(page, html, cancellationToken).ConfigureAwait(false);
            return await RunAsync(Arguments(page, Path.Combine(folder, "profile")), limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            throw new PictureException(failure is OperationCanceledException ? "drawing them was interrupted." : failure.Message);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private static IEnumerable<string> Arguments(string page, string profile)
    {
        // Chromium refuses its sandbox to root, as whom containers run. The page holds our scripts and the notebook's data, and reaches no network.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            yield return "--no-sandbox";
        }

        string[] others =
        [
            "--headless", $"--user-data-dir={profile}", "--no-first-run", "--disable-extensions", "--disable-sync", "--disable-background-networking",
            "--disable-component-update", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-unsafe-swiftshader", "--hide-scrollbars",
            // Timers of the page run on a clock that skips waiting, and the document is dumped once it has run this many milliseconds.
            "--virtual-time-budget=60000", "--dump-dom", new Uri(page).AbsoluteUri,
        ];
        foreach (var argument in others)
        {
            yield return argument;
        }
    }

    private async Task<string> RunAsync(IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = Start(arguments);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            var dom = await process.StandardOutput.ReadToEndAsync(timeout.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 ? dom : throw new PictureException($"{_program} ended with exit code {process.ExitCode}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureException($"{_program} took longer than {limit.TotalSeconds:f0} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new PictureException($"{_program} does not start: {failure.Message}");
        }
    }

    private static IEnumerable<string> Candidates(Func<string, string?> variable)
    {
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        foreach (var folder in (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in _names)
            {
                yield return Path.Combine(folder, name + extension);
            }
        }

        yield return "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
        yield return "/Applications/Chromium.app/Contents/MacOS/Chromium";
        yield return "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge";
        foreach (var root in new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" }.Select(variable).OfType<string>())
        {
            yield return Path.Combine(root, "Google", "Chrome", "Application", "chrome.exe");
            yield return Path.Combine(root, "Chromium", "Application", "chrome.exe");
            yield return Path.Combine(root, "Microsoft", "Edge", "Application", "msedge.exe");
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A browser that was killed may still hold a file for a moment; the system clears its temporary files.
        }
    }
}
