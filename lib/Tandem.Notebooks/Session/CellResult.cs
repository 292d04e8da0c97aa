namespace Tandem.Notebooks;

/// <summary>How a cell ended.</summary>
/// <param name="Failure">Why it failed; null when it succeeded.</param>
/// <param name="Elapsed">Wall time of running it, with waiting for its compilation.</param>
public sealed record CellResult(CellFailure? Failure, TimeSpan Elapsed)
{
    /// <summary>True when the cell ran to its end.</summary>
    public bool Succeeded => Failure is null;
}
