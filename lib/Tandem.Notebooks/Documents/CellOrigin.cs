namespace Tandem.Notebooks;

/// <summary>Where a cell was read.</summary>
/// <param name="Owner">The file.</param>
/// <param name="Index">The cell's place among the file's cells.</param>
internal abstract record CellOrigin(NotebookOrigin Owner, int Index);
