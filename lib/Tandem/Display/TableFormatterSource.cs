namespace Tandem;

/// <summary>Shows a <see cref="Table"/>'s first rows as an HTML table or as aligned text.</summary>
internal sealed class TableFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Table>("text/html", WriteHtml),
        new Formatter<Table>("text/plain", (table, writer) => writer.Write(table)),
    ];

    internal static void WriteHtml(Table table, TextWriter writer)
    {
        var rows = Enumerable.Range(0, Math.Min(table.RowCount, Table.DisplayedRows));
        var columns = table.Columns.Take(Table.DisplayedColumns).ToArray();
        string[] more = table.MoreColumns is { } title ? [title] : [];
        HtmlTable.Write(
            writer,
            [.. columns.Select(column => column.Name), .. more],
            rows.Select(row => columns.Select(column => Table.DisplayText(column, row)).Concat(more)),
            notes: [.. columns.Select(column => column.Type.ToString().ToLowerInvariant()), .. more]);
        writer.Write($"<p>{table.Size}</p>");
    }
}
