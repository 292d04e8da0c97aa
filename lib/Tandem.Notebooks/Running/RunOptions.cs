namespace Tandem.Notebooks;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The time the whole notebook may take; null, the default, for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Values of parameters, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
