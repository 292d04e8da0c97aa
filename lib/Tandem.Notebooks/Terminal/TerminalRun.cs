namespace Tandem.Notebooks;

/// <summary>A stretch of a line that has one style.</summary>
internal readonly record struct TerminalRun(string Text, TerminalStyle Style);
