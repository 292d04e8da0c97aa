namespace Tandem.Notebooks;

/// <summary>Looks for mistakes in notebooks without running them.</summary>
public static class NotebookCheck
{
    /// <summary>Checks a file: its format, the syntax of its C# cells, lines that look like the start of a cell and are not, and what nbformat's schema does not allow, such as ids that are there twice.</summary>
    /// <param name="path">A .dib or .ipynb file.</param>
    /// <returns>What is wrong, in the order of the file; empty when nothing is.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IReadOnlyList<NotebookProblem> File(string path)
    {
        try
        {
            return Document(NotebookDocument.Read(path));
        }
        catch (NotebookFormatException failure)
        {
            var message = failure.Message[(failure.Message.IndexOf("): ", StringComparison.Ordinal) + 3)..];
            return [new NotebookProblem(path, failure.Line, null, failure.Column is { } column ? $"column {column}: {message}" : message)];
        }
    }

    /// <summary>Checks a document as <see cref="File"/> does a file.</summary>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<NotebookProblem> Document(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var names = document.FindKernels();
        var syntax = new CellSyntax(document, names);
        var markers = new MarkerCheck(document, names);
        var schema = new SchemaCheck(document);
        return [.. schema.CheckNotebook(), .. document.Cells.Index().SelectMany(cell => ProblemsOf(cell.Item, cell.Index + 1))];

        IEnumerable<NotebookProblem> ProblemsOf(NotebookCell cell, int number) =>
            schema.Check(cell, number).Concat(syntax.Check(cell, number)).Concat(markers.Check(cell, number)).OrderBy(problem => problem.Line);
    }

    /// <summary>Looks for lines of a .dib file that look like the start of a cell, and which the format takes for a cell's text.</summary>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<NotebookProblem> Markers(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var markers = new MarkerCheck(document, document.FindKernels());
        return [.. document.Cells.Index().SelectMany(cell => markers.Check(cell.Item, cell.Index + 1))];
    }

    /// <summary>Compares a notebook with its twin in the other format: they are in step when they have the same cells.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="twin">The twin.</param>
    /// <returns>The first difference; null when there is none.</returns>
    public static NotebookProblem? Twins(NotebookDocument document, NotebookDocument twin)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(twin);
        var (cells, others) = (Content(document), Content(twin));
        for (var i = 0; i < Math.Min(cells.Count, others.Count); i++)
        {
            if (Difference(cells[i].Cell, others[i].Cell) is { } difference)
            {
                return new NotebookProblem(document.Path, cells[i].Cell.StartLine + difference.Line, cells[i].Number, $"differs from cell {others[i].Number} of {twin.FileName}: {difference.Text}; write one of the two anew (tandem convert --force)");
            }
        }

        if (cells.Count == others.Count)
        {
            return null;
        }

        var (longer, shorter, extra) = cells.Count > others.Count ? (document, twin, cells[others.Count]) : (twin, document, others[cells.Count]);
        return new NotebookProblem(longer.Path, extra.Cell.StartLine, extra.Number, $"{shorter.FileName} has no such cell; write one of the two anew (tandem convert --force)");
    }

    /// <summary>The cells as both formats can hold them.</summary>
    private static List<(int Number, NotebookCell Cell)> Content(NotebookDocument document)
    {
        var names = document.FindKernels();
        return
        [
            .. document.Cells.Index().SelectMany(cell => new DibCellConverter(names).Convert(cell.Item).Select(converted => (cell.Index + 1, converted))),
        ];
    }

    private static (int Line, string Text)? Difference(NotebookCell cell, NotebookCell other)
    {
        if (cell.Kernel != other.Kernel)
        {
            return (0, $"{cell.Kernel} against {other.Kernel}");
        }

        var (lines, others) = (TextLines.Split(cell.Source), TextLines.Split(other.Source));
        var line = Enumerable.Range(0, Math.Max(lines.Length, others.Length)).FirstOrDefault(i => i >= lines.Length || i >= others.Length || lines[i] != others[i], -1);
        return line < 0 ? null : (line, $"line {line + 1} is {Quoted(lines, line)} against {Quoted(others, line)}");
    }

    private static string Quoted(string[] lines, int line) => line < lines.Length ? $"'{lines[line]}'" : "missing";
}
