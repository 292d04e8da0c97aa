namespace Tandem.Notebooks;

/// <summary>A cell of a .dib file as written. The parts follow one another in the file.</summary>
/// <param name="Owner">The file.</param>
/// <param name="Index">The cell's place among the file's cells.</param>
/// <param name="AsRead">What was read.</param>
/// <param name="Before">What stands before the cell and belongs to no other: separators of cells without text.</param>
/// <param name="Marker">The line that starts the cell, with its end; empty for a text without one.</param>
/// <param name="Lead">Empty lines before the text.</param>
/// <param name="Body">The text, its last line without its end.</param>
/// <param name="Trail">The end of the last line and the empty lines after it.</param>
/// <param name="HoldsMetadata">Whether the metadata interrupts the text.</param>
internal sealed record DibCellOrigin(
    NotebookOrigin Owner, int Index, (string Kernel, string Source) AsRead, string Before, string Marker, string Lead, string Body, string Trail, bool HoldsMetadata)
    : CellOrigin(Owner, Index);
