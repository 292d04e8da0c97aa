namespace Tandem;

/// <content>Writing tables to files.</content>
public sealed partial class Table
{
    /// <summary>
    /// Writes the table as comma-separated values in UTF-8 (RFC 4180), the columns' names first; culture-independent, and rows without a value as empty cells. The file appears whole or not at all.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="separator">What stands between two cells; a comma by default.</param>
    /// <remarks>
    /// <see cref="ReadCsv(string, ReadOptions)"/> reads the same values back when it is given <c>Schema = table.Schema</c>. Without, types are inferred: a column of texts such as "12" becomes whole numbers. CSV cannot tell
    /// an empty text from none; both are read as none. Numbers that are NaN or infinite are written by name, which reading takes for text.
    /// </remarks>
    /// <exception cref="ArgumentException">The separator is a quotation mark or a line end.</exception>
    public void WriteCsv(string path, char separator = ',')
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (separator is '"' or '\r' or '\n')
        {
            throw new ArgumentException("A quotation mark or a line end cannot separate cells: use a comma, a semicolon or a tab.", nameof(separator));
        }

        AtomicFile.WriteText(path, writer => Write(writer, separator));
    }

    private void Write(TextWriter writer, char separator)
    {
        WriteRow(column => column.Name);
        for (var row = 0; row < RowCount; row++)
        {
            WriteRow(column => column.Text(row));
        }

        void WriteRow(Func<Column, string?> cell)
        {
            for (var i = 0; i < _columns.Length; i++)
            {
                if (i > 0)
                {
                    writer.Write(separator);
                }

                writer.Write(Quoted(cell(_columns[i]) ?? "", separator));
            }

            writer.Write('\n');
        }
    }

    private static string Quoted(string cell, char separator) =>
        cell.AsSpan().ContainsAny('"', '\r', '\n') || cell.Contains(separator) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
