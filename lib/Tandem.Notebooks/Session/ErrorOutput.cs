namespace Tandem.Notebooks;

/// <summary>Why the cell failed.</summary>
/// <param name="Failure">The failure.</param>
public sealed record ErrorOutput(CellFailure Failure) : CellOutput;
