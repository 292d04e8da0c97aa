namespace Tandem.Notebooks;

/// <summary>Text that the cell wrote to the console.</summary>
/// <param name="Text">The text as written; <c>\r</c> returns to the start of the line.</param>
/// <param name="IsError">True for standard error.</param>
public sealed record StreamOutput(string Text, bool IsError) : CellOutput;
