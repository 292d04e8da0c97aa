namespace Tandem.Notebooks;

/// <summary>What running a cell gave.</summary>
/// <param name="ExecutionCount">The number that Jupyter shows beside the cell; null for a cell that was not run.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record CellResults(int? ExecutionCount, IReadOnlyList<CellOutput> Outputs)
{
    public static CellResults None { get; } = new(null, []);
}
