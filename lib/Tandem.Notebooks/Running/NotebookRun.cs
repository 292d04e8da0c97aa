namespace Tandem.Notebooks;

/// <summary>A notebook and what came of running it.</summary>
/// <param name="Document">The notebook.</param>
/// <param name="Status">How the run ended.</param>
/// <param name="Cells">All cells, those that were not run included.</param>
/// <param name="Failure">Where and why a cell failed; null when none did.</param>
/// <param name="Metrics">What the cells reported, by name, in the order of the first report.</param>
/// <param name="Parameters">The values that the run gave to parameters, by name.</param>
/// <param name="Elapsed">Wall time of the run.</param>
/// <param name="CompileTime">Wall time spent compiling, mostly while cells ran.</param>
/// <param name="CompileWait">Wall time that cells waited for the compiler; part of <paramref name="Elapsed"/>.</param>
public sealed record NotebookRun(
    NotebookDocument Document,
    RunStatus Status,
    IReadOnlyList<CellRun> Cells,
    CellFailure? Failure,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan Elapsed,
    TimeSpan CompileTime,
    TimeSpan CompileWait)
{
    /// <summary>One line for people: how the run ended, and where if it did not end well.</summary>
    public string Summary => Status switch
    {
        RunStatus.Succeeded => $"{Document.FileName}: {Cells.Count} cells",
        RunStatus.Failed or RunStatus.Crashed => Failure!.ToString(),
        RunStatus.TimedOut => $"{Document.FileName}: timed out in cell {StoppedCell}",
        _ => $"{Document.FileName}: interrupted in cell {StoppedCell}",
    };

    /// <summary>How many cells there are to run.</summary>
    public int CodeCellCount => Cells.Count(cell => cell.ExecutionCount is not null || cell.Status == RunStatus.NotRun);

    /// <summary>How many cells ran to their end.</summary>
    public int RunCellCount => Cells.Count(cell => cell.ExecutionCount is not null && cell.Status is RunStatus.Succeeded or RunStatus.Failed && !cell.EndedRun);

    /// <summary>How many cells failed that may: by <see cref="RunOptions.AllowErrors"/>, or tagged <c>raises-exception</c>.</summary>
    public int AllowedFailures => Cells.Count(cell => cell.Status == RunStatus.Failed && cell.MayFail);

    private int StoppedCell => Cells.FirstOrDefault(cell => cell.Status == Status)?.Number ?? 1;
}
