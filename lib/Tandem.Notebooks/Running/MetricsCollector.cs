using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Picks the metrics out of outputs.</summary>
internal static class MetricsCollector
{
    /// <summary>The metrics that outputs carry; a later value of a name replaces the earlier.</summary>
    public static IReadOnlyDictionary<string, double> Collect(IEnumerable<CellRun> cells)
    {
        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            foreach (var json in cell.Outputs.Select(ContentOf).Select(content => content?.Find(MimeTypes.Metrics)).OfType<string>())
            {
                using var document = JsonDocument.Parse(json);
                foreach (var metric in document.RootElement.EnumerateObject())
                {
                    metrics[metric.Name] = metric.Value.GetDouble();
                }
            }
        }

        return metrics;
    }

    private static MimeBundle? ContentOf(CellOutput output) => output switch
    {
        DisplayOutput display => display.Content,
        ResultOutput result => result.Content,
        _ => null,
    };
}
