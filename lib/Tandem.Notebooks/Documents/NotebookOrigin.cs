namespace Tandem.Notebooks;

/// <summary>The file that a document was read from, in its own words: what writing starts from.</summary>
internal abstract class NotebookOrigin
{
    public abstract NotebookFormat Format { get; }

    /// <summary>The line end that the file uses, or uses first.</summary>
    public abstract string NewLine { get; }

    /// <summary>Writes a document in the words of this file where it did not change.</summary>
    /// <exception cref="InvalidOperationException">A cell cannot be written in this format.</exception>
    public abstract void Write(NotebookDocument document, Stream stream);
}
