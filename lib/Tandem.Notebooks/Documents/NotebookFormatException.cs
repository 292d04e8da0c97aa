using System.Text;

namespace Tandem.Notebooks;

/// <summary>A notebook file does not follow its format.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The 1-based line at fault.</param>
/// <param name="reason">What is wrong and what to do.</param>
/// <param name="column">The 1-based character in the line; null when the whole line is at fault.</param>
public sealed class NotebookFormatException(string file, int line, string reason, int? column = null)
    : Exception($"{file}({line}{(column is null ? "" : $",{column}")}): {reason}")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The 1-based line at fault.</summary>
    public int Line { get; } = line;

    /// <summary>The 1-based character in the line; null when the whole line is at fault.</summary>
    public int? Column { get; } = column;

    /// <summary>A failure at a byte of a file.</summary>
    internal static NotebookFormatException At(string file, ReadOnlySpan<byte> text, int position, string reason)
    {
        var before = text[..Math.Min(position, text.Length)];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new NotebookFormatException(file, 1 + before.Count((byte)'\n'), reason, 1 + Encoding.UTF8.GetCharCount(before[lineStart..]));
    }
}
