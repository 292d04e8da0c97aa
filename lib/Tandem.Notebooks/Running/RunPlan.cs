namespace Tandem.Notebooks;

/// <summary>What a run does, free of the notebook's format, so that a process of its own can be told.</summary>
/// <param name="File">The notebook's full path.</param>
/// <param name="Kernels">The kernels that the notebook's metadata lists.</param>
/// <param name="Cells">The cells to run.</param>
/// <param name="Parameters">Values for <c>#!set</c>.</param>
/// <param name="Timeout">The time for all cells; null for no limit.</param>
/// <param name="CellTimeout">The time for each cell; null for no limit.</param>
/// <param name="OutputLimit">How much a cell may show, in bytes; null for the session's own limit.</param>
internal sealed record RunPlan(
    string File,
    IReadOnlyList<KernelInfo> Kernels,
    IReadOnlyList<PlannedCell> Cells,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan? Timeout,
    TimeSpan? CellTimeout,
    long? OutputLimit);

/// <summary>A cell to run.</summary>
/// <param name="Number">Its 1-based number in the notebook.</param>
/// <param name="Kernel">The canonical kernel name.</param>
/// <param name="Source">The text, lines separated by <c>\n</c>.</param>
/// <param name="StartLine">The 1-based line of the notebook file that holds the first line of the text.</param>
/// <param name="MayFail">Whether the run goes on when the cell fails.</param>
internal sealed record PlannedCell(int Number, string Kernel, string Source, int StartLine, bool MayFail);
