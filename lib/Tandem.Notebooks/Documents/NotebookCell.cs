namespace Tandem.Notebooks;

/// <summary>One cell as written: its language and its text.</summary>
/// <param name="Kernel">The canonical kernel name, such as <c>csharp</c> or <c>markdown</c>.</param>
/// <param name="Source">The text, lines separated by <c>\n</c>.</param>
/// <param name="StartLine">The 1-based line of the notebook file that holds the first line of <paramref name="Source"/>.</param>
public sealed record NotebookCell(string Kernel, string Source, int StartLine)
{
    /// <summary>True for cells that hold prose, which are rendered and never run.</summary>
    public bool IsMarkdown => Kernel == "markdown";
}
