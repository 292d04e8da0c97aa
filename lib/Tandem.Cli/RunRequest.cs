using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>What the command line asks for.</summary>
internal sealed record RunRequest(
    IReadOnlyList<string> Files,
    string OutputFolder,
    string? DataFolder,
    IReadOnlyDictionary<string, string> Parameters,
    TimeSpan? Timeout,
    bool Html,
    PictureMode Pictures);
