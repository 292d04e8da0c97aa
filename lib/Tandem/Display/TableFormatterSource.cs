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
        var shown = Enumerable.Range(0, Math.Min(table.RowCount, Table.DisplayedRows));
        HtmlTable.Write(
            writer,
            table.Columns.Select(column => column.Name),
            shown.Select(row => table.Columns.Select(column => Table.DisplayText(column, row))),
            notes: [.. table.Columns.Select(column => column.Type.ToString().ToLowerInvariant())]);
        writer.Write($"<p>{table.Size}</p>");
    }
}
