namespace Tandem.Notebooks;

/// <summary>A notebook file does not follow its format.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The 1-based line at fault.</param>
/// <param name="reason">What is wrong and what to do.</param>
public sealed class NotebookFormatException(string file, int line, string reason) : Exception($"{file}({line}): {reason}")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The 1-based line at fault.</summary>
    public int Line { get; } = line;
}
