namespace Tandem.Notebooks;

/// <summary>A cell and what came of it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Number">Its 1-based number in the notebook.</param>
/// <param name="Status">How it ended. Markdown cells are rendered and always succeed.</param>
/// <param name="ExecutionCount">The 1-based count among the cells that were run; null for those that were not.</param>
/// <param name="Outputs">What it showed, in order.</param>
/// <param name="Elapsed">Wall time.</param>
public sealed record CellRun(NotebookCell Cell, int Number, RunStatus Status, int? ExecutionCount, IReadOnlyList<CellOutput> Outputs, TimeSpan Elapsed)
{
    /// <summary>Whether the run goes on when this cell fails, and succeeds nevertheless.</summary>
    public bool MayFail { get; init; }

    /// <summary>Why the cell failed; null when it did not.</summary>
    public CellFailure? Failure => Outputs.OfType<ErrorOutput>().LastOrDefault()?.Failure;

    /// <summary>Whether this cell's end is the run's.</summary>
    internal bool EndedRun => Status is not (RunStatus.Succeeded or RunStatus.NotRun) && !(Status == RunStatus.Failed && MayFail);
}
