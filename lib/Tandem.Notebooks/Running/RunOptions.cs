namespace Tandem.Notebooks;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The time the whole notebook may take; null, the default, for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The time each cell may take; null, the default, for no limit. A cell that takes longer ends the run.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Whether the run goes on after a cell that fails, and counts as a success. Default: false.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Values of parameters, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
