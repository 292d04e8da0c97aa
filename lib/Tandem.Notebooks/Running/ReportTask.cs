using System.Text.Json.Serialization;

namespace Tandem.Notebooks;

/// <summary>A run as a process of its own is told it, to write its report.</summary>
internal sealed record ReportTask(
    string Path,
    string DefaultKernel,
    RunStatus Status,
    IReadOnlyList<ReportedCell> Cells,
    CellFailure? Failure,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan Elapsed,
    TimeSpan CompileTime,
    TimeSpan CompileWait)
{
    public static ReportTask Of(NotebookRun run) => new(
        System.IO.Path.GetFullPath(run.Document.Path), run.Document.DefaultKernel, run.Status, [.. run.Cells.Select(ReportedCell.Of)], run.Failure, run.Metrics, run.Parameters, run.Elapsed,
        run.CompileTime, run.CompileWait);

    public NotebookRun ToRun()
    {
        var cells = Cells.Select(cell => cell.ToRun()).ToList();
        var document = new NotebookDocument(Path, DefaultKernel, [], [.. cells.Select(cell => cell.Cell)]);
        return new NotebookRun(document, Status, cells, Failure, Metrics, Parameters, Elapsed, CompileTime, CompileWait);
    }
}

/// <summary>A cell of a <see cref="ReportTask"/>.</summary>
internal sealed record ReportedCell(
    string Kernel,
    string Source,
    int StartLine,
    IReadOnlyDictionary<string, MimeBundle> Attachments,
    int Number,
    RunStatus Status,
    int? ExecutionCount,
    IReadOnlyList<CellOutput> Outputs,
    TimeSpan Elapsed,
    bool MayFail)
{
    public static ReportedCell Of(CellRun run) =>
        new(run.Cell.Kernel, run.Cell.Source, run.Cell.StartLine, run.Cell.Attachments, run.Number, run.Status, run.ExecutionCount, run.Outputs, run.Elapsed, run.MayFail);

    public CellRun ToRun() =>
        new(new NotebookCell(Kernel, Source, StartLine) { Attachments = Attachments }, Number, Status, ExecutionCount, Outputs, Elapsed) { MayFail = MayFail };
}

/// <summary>How a <see cref="ReportTask"/> is told from process to process.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ReportTask))]
internal sealed partial class ReportJson : JsonSerializerContext;
