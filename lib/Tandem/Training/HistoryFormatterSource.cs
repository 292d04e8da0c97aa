using System.Net;
using System.Text.Json;

namespace Tandem;

/// <summary>Shows a history as a table, and hands the last epoch's metrics to whoever runs the notebook.</summary>
internal sealed class HistoryFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<History>("text/html", WriteHtml),
        new Formatter<History>("text/plain", (history, writer) => writer.Write(history)),
        new Formatter<History>(
            MetricValuesFormatterSource.MetricsMimeType,
            (history, writer) => writer.Write(JsonSerializer.Serialize(history.Epochs.LastOrDefault()?.ToDictionary() ?? []))),
    ];

    private static void WriteHtml(History history, TextWriter writer)
    {
        writer.Write("<table><thead><tr><th>epoch</th>");
        foreach (var metric in history.Metrics)
        {
            writer.Write($"<th>{WebUtility.HtmlEncode(metric)}</th>");
        }

        writer.Write("</tr></thead><tbody>");
        for (var epoch = 0; epoch < history.Epochs.Count; epoch++)
        {
            writer.Write($"<tr><td>{string.Join("</td><td>", history.Cells(epoch, history.Epochs[epoch]))}</td></tr>");
        }

        writer.Write("</tbody></table>");
    }
}
