namespace Tandem;

/// <summary>Shows the trials of a search as a table.</summary>
internal sealed class SearchResultsFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<SearchResults>("text/html", (results, writer) => HtmlTable.Write(writer, results.Header, results.Trials.Select(results.Cells))),
        new Formatter<SearchResults>("text/plain", (results, writer) => writer.Write(results)),
    ];
}
