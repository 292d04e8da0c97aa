using System.Globalization;

namespace Tandem;

/// <summary>Shows recommendations as a numbered table.</summary>
internal sealed class RecommendationsFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Recommendations>("text/html", WriteHtml),
        new Formatter<Recommendations>("text/plain", (recommendations, writer) => writer.Write(recommendations)),
    ];

    private static void WriteHtml(Recommendations recommendations, TextWriter writer) => HtmlTable.Write(
        writer,
        ["", recommendations.Title, "score"],
        recommendations.Select((item, i) => (string[])[$"{i + 1}", item.Id, item.Score.ToString("F3", CultureInfo.InvariantCulture)]));
}
