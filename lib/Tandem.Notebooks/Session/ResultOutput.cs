namespace Tandem.Notebooks;

/// <summary>The value of the cell's last expression.</summary>
/// <param name="Content">The value's representations.</param>
public sealed record ResultOutput(MimeBundle Content) : CellOutput;
