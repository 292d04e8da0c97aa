namespace Tandem.Cli;

/// <summary>A notebook that the command line names, or a name on it that leads to none.</summary>
/// <param name="Path">The file, as the user is to see it named.</param>
/// <param name="OutputFolder">The folder below the output folder that its results belong into; empty for that folder itself.</param>
/// <param name="Problem">Why there is nothing to run; null when there is.</param>
internal sealed record FoundNotebook(string Path, string OutputFolder, string? Problem = null)
{
    /// <summary>The results' place, without extension.</summary>
    public string OutputStem => System.IO.Path.Combine(OutputFolder, System.IO.Path.GetFileNameWithoutExtension(Path));
}
