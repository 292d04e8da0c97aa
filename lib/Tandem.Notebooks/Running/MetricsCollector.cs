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
                foreach (var (name, value) in Read(json))
                {
                    metrics[name] = value;
                }
            }
        }

        return metrics;
    }

    /// <summary>The numbers that a JSON object holds; none when a cell showed something else under the name of metrics.</summary>
    private static List<(string Name, double Value)> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Object ? []
                : [.. document.RootElement.EnumerateObject().Where(metric => metric.Value.ValueKind == JsonValueKind.Number).Select(metric => (metric.Name, metric.Value.GetDouble()))];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static MimeBundle? ContentOf(CellOutput output) => output switch
    {
        DisplayOutput display => display.Content,
        ResultOutput result => result.Content,
        _ => null,
    };
}
