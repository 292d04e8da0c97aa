using System.Globalization;
using System.Net;

namespace Tandem;

/// <summary>Shows recommendations as a numbered table.</summary>
internal sealed class RecommendationsFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Recommendations>("text/html", WriteHtml),
        new Formatter<Recommendations>("text/plain", (recommendations, writer) => writer.Write(recommendations)),
    ];

    private static void WriteHtml(Recommendations recommendations, TextWriter writer)
    {
        writer.Write($"<table><thead><tr><th></th><th>{WebUtility.HtmlEncode(recommendations.Title)}</th><th>score</th></tr></thead><tbody>");
        for (var i = 0; i < recommendations.Count; i++)
        {
            var (id, score) = recommendations[i];
            writer.Write($"<tr><td>{i + 1}</td><td>{WebUtility.HtmlEncode(id)}</td><td>{score.ToString("F3", CultureInfo.InvariantCulture)}</td></tr>");
        }

        writer.Write("</tbody></table>");
    }
}
