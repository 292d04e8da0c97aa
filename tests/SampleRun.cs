namespace Tandem.Notebooks;

/// <summary>Runs that no session made.</summary>
internal static class SampleRun
{
    /// <summary>A run of one cell that showed some contents.</summary>
    public static NotebookRun Of(params MimeBundle[] contents) =>
        Of("sample.dib", Cell(1, "csharp", "// shows\n", [.. contents.Select((content, i) => new DisplayOutput(content, $"{i}"))]));

    /// <summary>A run of some cells.</summary>
    public static NotebookRun Of(string path, params CellRun[] cells)
    {
        var document = new NotebookDocument(path, "csharp", [], [.. cells.Select(cell => cell.Cell)]);
        var status = cells.Any(cell => cell.Status == RunStatus.Failed) ? RunStatus.Failed : RunStatus.Succeeded;
        var failure = cells.SelectMany(cell => cell.Outputs).OfType<ErrorOutput>().FirstOrDefault()?.Failure;
        return new NotebookRun(
            document, status, cells, failure, new Dictionary<string, double> { ["loss"] = 0.25 }, new Dictionary<string, string> { ["epochs"] = "5" },
            TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>A cell that was run.</summary>
    public static CellRun Cell(int number, string kernel, string source, params CellOutput[] outputs) => new(
        new NotebookCell(kernel, source, 1), number, outputs.Any(output => output is ErrorOutput) ? RunStatus.Failed : RunStatus.Succeeded,
        kernel == "markdown" ? null : number, outputs, TimeSpan.FromMilliseconds(12));

    /// <summary>The contents that a run shows.</summary>
    public static IEnumerable<MimeBundle> ContentsOf(NotebookRun run) => run.Cells.SelectMany(cell => cell.Outputs)
        .Select(output => output switch { DisplayOutput display => display.Content, ResultOutput result => result.Content, _ => null }).OfType<MimeBundle>();
}
