using System.Text.Json;

namespace Tandem;

/// <summary>Shows metrics as a table, and hands them to whoever runs the notebook.</summary>
internal sealed class MetricValuesFormatterSource
{
    /// <summary>The numbers alone, a JSON object of name and value, for the file of metrics that a run leaves behind. JSON has no NaN and no infinities: those are in the table only.</summary>
    public const string MetricsMimeType = "application/vnd.tandem.metrics+json";

    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<MetricValues>("text/html", WriteHtml),
        new Formatter<MetricValues>("text/plain", (values, writer) => writer.Write(values)),
        new Formatter<MetricValues>(MetricsMimeType, (values, writer) => writer.Write(ToJson(values))),
    ];

    public static string ToJson(IEnumerable<KeyValuePair<string, double>> values) =>
        JsonSerializer.Serialize(values.Where(pair => double.IsFinite(pair.Value)).ToDictionary());

    private static void WriteHtml(MetricValues values, TextWriter writer) =>
        HtmlTable.Write(writer, ["metric", "value"], values.Select(pair => (string[])[pair.Key, MetricValues.Format(pair.Value)]));
}
