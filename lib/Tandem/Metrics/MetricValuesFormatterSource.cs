using System.Net;
using System.Text.Json;

namespace Tandem;

/// <summary>Shows metrics as a table, and hands them to whoever runs the notebook.</summary>
internal sealed class MetricValuesFormatterSource
{
    /// <summary>The numbers alone, a JSON object of name and value, for the file of metrics that a run leaves behind.</summary>
    public const string MetricsMimeType = "application/vnd.tandem.metrics+json";

    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<MetricValues>("text/html", WriteHtml),
        new Formatter<MetricValues>("text/plain", (values, writer) => writer.Write(values)),
        new Formatter<MetricValues>(MetricsMimeType, (values, writer) => writer.Write(JsonSerializer.Serialize(values.ToDictionary()))),
    ];

    private static void WriteHtml(MetricValues values, TextWriter writer)
    {
        writer.Write("<table><thead><tr><th>metric</th><th>value</th></tr></thead><tbody>");
        foreach (var (name, value) in values)
        {
            writer.Write($"<tr><td>{WebUtility.HtmlEncode(name)}</td><td>{MetricValues.Format(value)}</td></tr>");
        }

        writer.Write("</tbody></table>");
    }
}
