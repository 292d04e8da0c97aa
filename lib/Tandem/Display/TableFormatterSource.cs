using System.Net;

namespace Tandem;

/// <summary>Shows a <see cref="Table"/>'s first rows as an HTML table or as aligned text.</summary>
internal sealed class TableFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Table>("text/html", WriteHtml),
        new Formatter<Table>("text/plain", (table, writer) => writer.Write(table)),
    ];

    private static void WriteHtml(Table table, TextWriter writer)
    {
        writer.Write("<table><thead><tr>");
        foreach (var column in table.Columns)
        {
            writer.Write($"<th>{WebUtility.HtmlEncode(column.Name)}<br><small>{column.Type.ToString().ToLowerInvariant()}</small></th>");
        }

        writer.Write("</tr></thead><tbody>");
        for (var row = 0; row < Math.Min(table.RowCount, Table.DisplayedRows); row++)
        {
            writer.Write("<tr>");
            foreach (var column in table.Columns)
            {
                writer.Write(Table.DisplayText(column, row) is { } text ? $"<td>{WebUtility.HtmlEncode(text)}</td>" : "<td><i>null</i></td>");
            }

            writer.Write("</tr>");
        }

        writer.Write($"</tbody></table><p>{table.Size}</p>");
    }
}
