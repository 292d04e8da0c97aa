namespace Tandem;

/// <summary>What each epoch of a training measured. A metric that was not computed is absent.</summary>
[TypeFormatterSource(typeof(HistoryFormatterSource))]
public sealed class History
{
    private readonly List<MetricValues> _epochs = [];

    internal History()
    {
    }

    /// <summary>The values of each epoch.</summary>
    public IReadOnlyList<MetricValues> Epochs => _epochs;

    /// <summary>The names of all metrics of the first epoch, in the order of measuring.</summary>
    public IEnumerable<string> Metrics => _epochs.Count > 0 ? _epochs[0].Keys : [];

    /// <summary>A metric's value in each epoch.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured; the message lists what was.</exception>
    public IReadOnlyList<double> this[string metric] => [.. _epochs.Select(epoch => epoch[metric])];

    /// <summary>A row for each epoch, a column for each metric.</summary>
    public override string ToString()
    {
        string[] header = ["epoch", .. Metrics];
        var rows = _epochs.Select((values, epoch) => Cells(epoch, values)).Prepend(header).ToList();
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadLeft(widths[column])))));
    }

    internal void Add(MetricValues epoch) => _epochs.Add(epoch);

    internal string[] Cells(int epoch, MetricValues values) =>
        [$"{epoch + 1}", .. Metrics.Select(metric => values.TryGetValue(metric, out var value) ? MetricValues.Format(value) : "")];
}
