namespace Tandem;

/// <summary>Shows a history as a table, and hands the last epoch's metrics to whoever runs the notebook.</summary>
internal sealed class HistoryFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<History>("text/html", (history, writer) => HtmlTable.Write(writer, history.Header, history.Rows)),
        new Formatter<History>("text/plain", (history, writer) => writer.Write(history)),
        new Formatter<History>(
            MetricValuesFormatterSource.MetricsMimeType,
            (history, writer) => writer.Write(MetricValuesFormatterSource.ToJson(history.Epochs.LastOrDefault()?.AsEnumerable() ?? []))),
    ];
}
