namespace Tandem.Notebooks;

/// <summary>A notebook that was to run, and what came of it.</summary>
/// <param name="Path">The notebook, as the reader is to see it named.</param>
/// <param name="Run">The run; null when there was none.</param>
/// <param name="Problem">Why there was no run, or what became of its files; null when nothing is wrong with either.</param>
public sealed record NotebookOutcome(string Path, NotebookRun? Run, string? Problem)
{
    /// <summary>True when the notebook ran to its end and its files are written.</summary>
    public bool Succeeded => Run is { Status: RunStatus.Succeeded } && Problem is null;

    /// <summary>How it went, in a word or two.</summary>
    public string Status => this switch
    {
        { Run: null } => "not run",
        { Run.Status: RunStatus.Succeeded, Problem: not null } => "not written",
        { Run.Status: RunStatus.TimedOut } => "timed out",
        { Run.AllowedFailures: > 0 and var count, Run.Status: RunStatus.Succeeded } => $"succeeded, {count} allowed to fail",
        _ => Run.Status.ToString().ToLowerInvariant(),
    };

    /// <summary>Why it did not succeed, in one line; null when it did.</summary>
    public string? Reason => Run is { Status: not RunStatus.Succeeded } ? Run.Summary : Problem;
}
