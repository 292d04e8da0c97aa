using System.Net;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Rows and columns of values, drawn as HTML and as aligned plain text.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The shown rows; an empty string where a row has nothing in a column.</param>
/// <param name="Note">A line below the table, such as how many rows there are; null for none.</param>
internal sealed record ValueTable(IReadOnlyList<ValueColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, string? Note)
{
    private const int WidestText = 60;

    public MimeBundle ToBundle(object shown) => MimeBundle.Of(MimeTypes.Html, ToHtml(new NestedHtml(shown)), ToText());

    public string ToHtml(NestedHtml nested)
    {
        if (Rows.Count == 0)
        {
            return $"<p class=\"note\">{WebUtility.HtmlEncode(Note)}</p>";
        }

        var html = new StringBuilder("<table class=\"values\"><thead><tr>");
        foreach (var column in Columns)
        {
            var type = column.Type is null ? "" : $"<br><small>{WebUtility.HtmlEncode(column.Type)}</small>";
            AppendCell(html, "th", column, WebUtility.HtmlEncode(column.Name) + type);
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                AppendCell(html, "td", Columns[i], nested.Of(row[i]));
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        return Note is null ? html.ToString() : html.Append("<p class=\"note\">").Append(WebUtility.HtmlEncode(Note)).Append("</p>").ToString();
    }

    private string ToText()
    {
        if (Rows.Count == 0)
        {
            return $"({Note})";
        }

        var lines = new List<IReadOnlyList<string>> { Columns.Select(column => column.Name).ToList() };
        lines.AddRange(Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(value => Shorten(CellText.Of(value)))]));
        var widths = Enumerable.Range(0, Columns.Count).Select(i => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var padded = line.Select((cell, i) => Columns[i].IsNumeric ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", padded).TrimEnd()).Append('\n');
        }

        return Note is null ? text.ToString().TrimEnd('\n') : text.Append('(').Append(Note).Append(')').ToString();
    }

    private static void AppendCell(StringBuilder html, string element, ValueColumn column, string content) =>
        html.Append(column.IsNumeric ? $"<{element} class=\"number\" style=\"text-align:right\">" : $"<{element} style=\"text-align:left\">")
            .Append(content).Append("</").Append(element).Append('>');

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= WidestText ? line : line[..(WidestText - 1)] + "…";
    }
}
