namespace Tandem.Notebooks;

/// <summary>Under which heading a cell stands.</summary>
internal static class CellHeadings
{
    /// <summary>The text of the last Markdown heading before a cell; empty when there is none.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="number">The cell's 1-based number.</param>
    public static string Before(NotebookDocument document, int number) =>
        document.Cells.Take(number - 1).Reverse().Where(cell => cell.IsMarkdown)
            .SelectMany(cell => MarkdownHeadings.In(cell.Source).Reverse())
            .Select(heading => heading.Text)
            .FirstOrDefault("");
}
