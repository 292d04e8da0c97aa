using System.Net;

namespace Tandem;

/// <summary>Tables of text in HTML, the form in which notebooks show results.</summary>
internal static class HtmlTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="header">The columns' titles; text, not HTML, like the cells.</param>
    /// <param name="rows">The cells of each row; <see langword="null"/> shows as a missing value.</param>
    /// <param name="notes">For each column a line in small print below its title; none when omitted.</param>
    public static void Write(TextWriter writer, IEnumerable<string> header, IEnumerable<IEnumerable<string?>> rows, IReadOnlyList<string>? notes = null)
    {
        var titles = header.Select((title, column) => $"<th>{WebUtility.HtmlEncode(title)}{(notes is null ? "" : $"<br><small>{WebUtility.HtmlEncode(notes[column])}</small>")}</th>");
        writer.Write($"<table><thead><tr>{string.Concat(titles)}</tr></thead><tbody>");
        foreach (var row in rows)
        {
            writer.Write($"<tr>{string.Concat(row.Select(Cell))}</tr>");
        }

        writer.Write("</tbody></table>");
    }

    /// <summary>A table of names and values.</summary>
    public static string OfFacts(IEnumerable<KeyValuePair<string, string>> facts) =>
        $"<table>{string.Concat(facts.Select(fact => $"<tr><th>{WebUtility.HtmlEncode(fact.Key)}</th><td>{WebUtility.HtmlEncode(fact.Value)}</td></tr>"))}</table>";

    private static string Cell(string? text) => text is null ? "<td><i>null</i></td>" : $"<td>{WebUtility.HtmlEncode(text)}</td>";
}
