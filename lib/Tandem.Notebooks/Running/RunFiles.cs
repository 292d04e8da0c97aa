using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes what came of a run: <c>NAME.html</c>, <c>NAME.ipynb</c> and <c>NAME.metrics.json</c>.</summary>
public static class RunFiles
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the files, each whole or not at all, replacing those of an earlier run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder, made if need be.</param>
    /// <param name="html">Whether to write the HTML report.</param>
    /// <returns>The paths of the files written.</returns>
    public static IReadOnlyList<string> Write(NotebookRun run, string folder, bool html = true)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        var stem = Path.Combine(folder, run.Document.Name);
        List<(string Path, Action<TextWriter> Write)> files =
        [
            ($"{stem}.ipynb", writer => IpynbWriter.Write(run, writer)),
            ($"{stem}.metrics.json", writer => WriteMetrics(run, writer)),
        ];
        if (html)
        {
            files.Insert(0, ($"{stem}.html", writer => HtmlReport.Write(run, writer)));
        }

        foreach (var (path, write) in files)
        {
            Write(path, write);
        }

        return [.. files.Select(file => file.Path)];
    }

    /// <summary>Writes the executed notebook, whole or not at all.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The <c>.ipynb</c> file.</param>
    public static void WriteNotebook(NotebookRun run, string path) => Write(path, writer => IpynbWriter.Write(run, writer));

    /// <summary>Writes status, time, parameters and metrics of runs as one JSON file, whole or not at all.</summary>
    /// <param name="outcomes">The notebooks, in order.</param>
    /// <param name="path">The file.</param>
    public static void WriteMetrics(IReadOnlyList<NotebookOutcome> outcomes, string path)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var notebooks = outcomes.Select(outcome => outcome.Run is { } run
            ? Facts(outcome.Path, run)
            : new Dictionary<string, object?> { ["notebook"] = outcome.Path, ["status"] = "notrun", ["failure"] = outcome.Problem });
        Write(path, writer => writer.WriteLine(JsonSerializer.Serialize(notebooks, _indented)));
    }

    /// <summary>Writes runs as JUnit XML, whole or not at all.</summary>
    /// <param name="outcomes">The notebooks, in order.</param>
    /// <param name="path">The file.</param>
    public static void WriteJUnit(IReadOnlyList<NotebookOutcome> outcomes, string path) => Write(path, writer => JUnitReport.Write(outcomes, writer));

    /// <summary>Writes a summary of runs as Markdown, whole or not at all.</summary>
    /// <param name="outcomes">The notebooks, in order.</param>
    /// <param name="path">The file.</param>
    public static void WriteSummary(IReadOnlyList<NotebookOutcome> outcomes, string path) => Write(path, writer => StepSummary.Write(outcomes, writer));

    private static void Write(string path, Action<TextWriter> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.WriteText(path, write);
    }

    private static void WriteMetrics(NotebookRun run, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(Facts(run.Document.Name, run), _indented));

    private static Dictionary<string, object?> Facts(string notebook, NotebookRun run) => new()
    {
        ["notebook"] = notebook,
        ["status"] = run.Status.ToString().ToLowerInvariant(),
        ["elapsed_seconds"] = Math.Round(run.Elapsed.TotalSeconds, 3),
        ["compile_seconds"] = Math.Round(run.CompileTime.TotalSeconds, 3),
        ["parameters"] = run.Parameters,
        ["metrics"] = run.Metrics,
        ["failure"] = run.Failure?.ToString(),
    };
}
