namespace Tandem.Notebooks;

/// <summary>A value shown while the cell runs. One with the id of an earlier one takes its place.</summary>
/// <param name="Content">The value's representations.</param>
/// <param name="DisplayId">Identifies the output for later updates.</param>
public sealed record DisplayOutput(MimeBundle Content, string DisplayId) : CellOutput;
