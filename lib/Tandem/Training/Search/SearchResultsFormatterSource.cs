using System.Net;

namespace Tandem;

/// <summary>Shows the trials of a search as a table.</summary>
internal sealed class SearchResultsFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<SearchResults>("text/html", WriteHtml),
        new Formatter<SearchResults>("text/plain", (results, writer) => writer.Write(results)),
    ];

    private static void WriteHtml(SearchResults results, TextWriter writer)
    {
        writer.Write($"<table><thead><tr>{Cells("th", results.Header)}</tr></thead><tbody>");
        foreach (var trial in results.Trials)
        {
            writer.Write($"<tr>{Cells("td", results.Cells(trial))}</tr>");
        }

        writer.Write("</tbody></table>");
    }

    private static string Cells(string tag, IEnumerable<string> texts) => string.Concat(texts.Select(text => $"<{tag}>{WebUtility.HtmlEncode(text)}</{tag}>"));
}
