namespace Tandem.Notebooks;

/// <summary>Something wrong with a notebook.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The 1-based line of the file.</param>
/// <param name="Cell">The 1-based number of the cell at fault; null when it is no single cell.</param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record NotebookProblem(string File, int Line, int? Cell, string Message)
{
    /// <summary>One line: file, line, cell, message.</summary>
    public override string ToString() => $"{File}({Line}): {(Cell is { } cell ? $"cell {cell}: " : "")}{Message}";
}
