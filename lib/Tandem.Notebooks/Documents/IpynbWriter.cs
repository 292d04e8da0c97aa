using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Writes an executed notebook as a Jupyter notebook, with outputs: the notebook's own .ipynb file with other outputs, or its conversion. The same run gives
/// the same bytes, times aside.
/// </summary>
public static class IpynbWriter
{
    /// <summary>The name in the metadata under which a run that did not succeed says so.</summary>
    internal const string StatusKey = "tandem";

    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(NotebookRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Document(run).ToText());
    }

    /// <summary>The notebook as the run leaves it: each cell with the outputs and the execution count that it got.</summary>
    /// <param name="run">The run.</param>
    /// <returns>A document of the format .ipynb.</returns>
    public static NotebookDocument Document(NotebookRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<NotebookCell> cells = [.. run.Cells.Select(cell => cell.Cell.IsCode ? cell.Cell.WithResults(cell.ExecutionCount, cell.Outputs) : cell.Cell)];
        var notebook = NotebookConversion.ToIpynb(run.Document with { Cells = cells });
        // What an earlier run left there is no longer true.
        return notebook with { NewMetadata = new Dictionary<string, string?>(notebook.NewMetadata) { [StatusKey] = StatusOf(run) } };
    }

    private static string? StatusOf(NotebookRun run) => run.Status == RunStatus.Succeeded
        ? null
        : $$"""{"status":"{{run.Status.ToString().ToLowerInvariant()}}","summary":{{Encoding.UTF8.GetString(JsonStrings.Quote(run.Summary))}}}""";
}
