namespace Tandem.Notebooks;

/// <summary>A run with the pictures that could be drawn.</summary>
/// <param name="Run">The run; charts and diagrams carry a picture beside what they had.</param>
/// <param name="Problem">Why pictures are missing that were asked for, and what to do; null when none is.</param>
public sealed record PicturedRun(NotebookRun Run, string? Problem);
