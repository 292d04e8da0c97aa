using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>What the command line of <c>tandem run</c> asks for.</summary>
internal sealed record RunRequest
{
    /// <summary>Files, folders and patterns.</summary>
    public required IReadOnlyList<string> Notebooks { get; init; }

    /// <summary>Files, folders and patterns to leave out.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    public required string OutputFolder { get; init; }

    /// <summary>Whether each executed notebook goes beside its source, and nothing to the output folder.</summary>
    public bool InPlace { get; init; }

    public string? DataFolder { get; init; }

    /// <summary>The name of the device to compute on; null for the notebooks' own choice.</summary>
    public string? Device { get; init; }

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? CellTimeout { get; init; }

    public bool AllowErrors { get; init; }

    /// <summary>In bytes; null for the session's own.</summary>
    public long? OutputLimit { get; init; }

    public int Jobs { get; init; } = 1;

    public bool FailFast { get; init; }

    public bool Html { get; init; } = true;

    public PictureMode Pictures { get; init; }

    public string? JUnitFile { get; init; }

    public string? MetricsFile { get; init; }

    public string? SummaryFile { get; init; }
}
