using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>What a GitHub workflow's log and summary page get of a run.</summary>
internal static class GitHubActions
{
    public static bool IsHere => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <summary>The file that becomes the step's summary; null outside a workflow.</summary>
    public static string? SummaryFile => Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } file ? file : null;

    /// <summary>The line that marks what failed at its place in the repository.</summary>
    public static string Annotation(NotebookOutcome outcome)
    {
        var failure = outcome.Run?.Failure;
        var file = Property(RepositoryPath(failure?.File ?? outcome.Path));
        var place = failure is null ? $"file={file}" : $"file={file},line={failure.Line}";
        return $"::error {place},title={Property($"{outcome.Path}: {outcome.Status}")}::{Message(outcome.Reason ?? "")}";
    }

    private static string RepositoryPath(string file) =>
        Environment.GetEnvironmentVariable("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? Path.GetRelativePath(workspace, file).Replace('\\', '/') : file;

    private static string Message(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
