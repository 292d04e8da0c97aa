using System.Net;

namespace Tandem;

/// <summary>Shows a comparison as a table under its title.</summary>
internal sealed class ComparisonFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Comparison>("text/html", WriteHtml),
        new Formatter<Comparison>("text/plain", (comparison, writer) => writer.Write(comparison)),
    ];

    private static void WriteHtml(Comparison comparison, TextWriter writer)
    {
        writer.Write($"<p><b>{WebUtility.HtmlEncode(comparison.Title)}</b></p>");
        HtmlTable.Write(writer, comparison.Header, comparison.Cells);
        if (comparison.Note.Length > 0)
        {
            writer.Write($"<p><small>{WebUtility.HtmlEncode(comparison.Note)}</small></p>");
        }
    }
}
