using System.Text;

namespace Tandem;

/// <summary>How a publisher writes a delimited file.</summary>
internal sealed record WrittenFile
{
    public string Separator { get; init; } = ",";

    public bool Header { get; init; } = true;

    /// <summary>Whether all headings stand in quotes.</summary>
    public bool QuotesHeader { get; init; }

    public string LineEnd { get; init; } = "\n";

    /// <summary>With a byte order mark where the publisher's file has one.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file, row by row.</summary>
    public void Write(string path, int rows, params WrittenColumn[] columns)
    {
        using var file = new StreamWriter(path, append: false, Encoding);
        if (Header)
        {
            WriteLine(file, columns.Select(column => Written(column.Heading, QuotesHeader)));
        }

        for (var row = 0; row < rows; row++)
        {
            WriteLine(file, columns.Select(column => Written(column.Cell(row) ?? "", column.IsQuoted)));
        }
    }

    private void WriteLine(StreamWriter file, IEnumerable<string> cells)
    {
        file.Write(string.Join(Separator, cells));
        file.Write(LineEnd);
    }

    private string Written(string text, bool quoted) =>
        Separator.Length == 1 && text.Length > 0 && (quoted || text.AsSpan().ContainsAny(Separator[0], '"', '\n'))
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
