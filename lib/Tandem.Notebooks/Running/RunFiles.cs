using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Writes what came of a run: <c>NAME.html</c>, <c>NAME.ipynb</c> and <c>NAME.metrics.json</c>.</summary>
public static class RunFiles
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

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
            AtomicFile.WriteText(path, write);
        }

        return [.. files.Select(file => file.Path)];
    }

    private static void WriteMetrics(NotebookRun run, TextWriter writer)
    {
        var content = new Dictionary<string, object?>
        {
            ["notebook"] = run.Document.Name,
            ["status"] = run.Status.ToString().ToLowerInvariant(),
            ["elapsed_seconds"] = Math.Round(run.Elapsed.TotalSeconds, 3),
            ["compile_seconds"] = Math.Round(run.CompileTime.TotalSeconds, 3),
            ["parameters"] = run.Parameters,
            ["metrics"] = run.Metrics,
            ["failure"] = run.Failure?.ToString(),
        };
        writer.WriteLine(JsonSerializer.Serialize(content, _indented));
    }
}
