namespace Tandem.Notebooks;

/// <summary>How a cell ended.</summary>
/// <param name="Failure">Why it failed, or where it was stopped; null when it succeeded.</param>
/// <param name="Elapsed">Wall time of running it, with waiting for its compilation.</param>
public sealed record CellResult(CellFailure? Failure, TimeSpan Elapsed)
{
    /// <summary>True when the cell ran to its end.</summary>
    public bool Succeeded => Failure is null;

    /// <summary>True when the cell was stopped because its token was cancelled.</summary>
    public bool WasInterrupted { get; init; }

    /// <summary>True when the cell was asked to stop and its code runs on all the same; what it shows from now on is dropped.</summary>
    public bool StillRuns { get; init; }
}
