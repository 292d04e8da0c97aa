using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Benchmarks;

/// <summary>The first notebook in a process of its own: wall time from start to exit, time spent compiling cells, peak memory.</summary>
internal static partial class NotebookComparison
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(10);

    public static void Run(CompareContext context)
    {
        var root = RepositoryRoot();
        var tool = Path.Combine(root, "lib", "Tandem.Cli", "bin", "Release", "net10.0", "Tandem.Cli.dll");
        var notebook = Path.Combine(root, "notebooks", "movielens", "01-two-tower.dib");
        if (!File.Exists(tool) || !File.Exists(notebook))
        {
            context.Figures.LeftOut("notebook", $"it needs {tool} (dotnet build -c Release lib/Tandem.Cli) and {notebook}");
            return;
        }

        var runs = Enumerable.Range(0, context.Rounds).Select(_ => Measure(context, tool, notebook)).ToArray();
        if (Array.Find(runs, run => run.ExitCode != 0) is { } failed)
        {
            context.Figures.LeftOut("notebook", $"the run ended with exit code {failed.ExitCode}: {failed.Output.Trim().Split('\n')[^1]}");
            return;
        }

        Print(context.Figures, runs);
    }

    private static void Print(FigureWriter figures, NotebookRun[] runs)
    {
        figures.Figure("notebook_cold_wall_s", Samples.MedianOf(runs.Select(run => run.Seconds)));
        figures.Figure("notebook_peak_memory_mb", Samples.MedianOf(runs.Select(run => run.PeakBytes / 1e6)));
        var compile = runs.Select(run => CompileTime().Match(run.Output)).ToArray();
        if (Array.TrueForAll(compile, match => match.Success))
        {
            figures.Figure("notebook_compile_s", Samples.MedianOf(compile.Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))));
        }
        else
        {
            figures.LeftOut("notebook_compile_s", "the run did not say how long compiling took");
        }
    }

    private static NotebookRun Measure(CompareContext context, string tool, string notebook)
    {
        var output = Directory.CreateTempSubdirectory("tandem-notebook-").FullName;
        try
        {
            string[] data = context.DataFolder is { } folder ? ["--data", folder] : [];
            var start = new ProcessStartInfo("dotnet", [tool, "run", notebook, "--out", output, .. data])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            return Watch(start);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    /// <summary>Peak memory is what the system counted for the process when it was last seen alive.</summary>
    private static NotebookRun Watch(ProcessStartInfo start)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (text, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(_pollInterval))
        {
            peak = Math.Max(peak, PeakBytes(process));
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new NotebookRun(process.ExitCode, seconds, peak, text.Result + errors.Result);
    }

    private static long PeakBytes(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It ended since the caller looked: what was seen before stands.
            return 0;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Environment.CurrentDirectory;
    }

    [GeneratedRegex(@"compile (\d+(\.\d+)?) s")]
    private static partial Regex CompileTime();

    private sealed record NotebookRun(int ExitCode, double Seconds, long PeakBytes, string Output);
}
