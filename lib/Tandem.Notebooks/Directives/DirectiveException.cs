namespace Tandem.Notebooks;

/// <summary>A directive of a cell cannot be carried out.</summary>
internal sealed class DirectiveException(string file, int line, string sourceLine, string message) : Exception(message)
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public string SourceLine { get; } = sourceLine.Trim();
}
