namespace Tandem.Notebooks;

/// <summary>Where and why a cell failed.</summary>
/// <param name="CellNumber">The cell's 1-based number in the notebook.</param>
/// <param name="File">The file that holds the line: the notebook, or one that it imports.</param>
/// <param name="Line">The 1-based line in <paramref name="File"/>.</param>
/// <param name="SourceLine">The line's text, trimmed.</param>
/// <param name="Kind">The compiler's error code, <c>Directive</c>, or the exception's type.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Details">The other compiler errors, or the exception's stack as far as it lies in the notebook's code and what that called.</param>
public sealed record CellFailure(int CellNumber, string File, int Line, string SourceLine, string Kind, string Message, IReadOnlyList<string> Details)
{
    /// <summary>One line: file, cell, line, the line's text, message.</summary>
    public override string ToString() =>
        $"{Path.GetFileName(File)}: cell {CellNumber} failed at line {Line}: {SourceLine} — {Kind}: {Message}";
}
