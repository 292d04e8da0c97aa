using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>What each epoch of a training measured. A metric that was not computed is absent.</summary>
[TypeFormatterSource(typeof(HistoryFormatterSource))]
public sealed class History
{
    private const string EpochColumn = "epoch";

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    private readonly List<MetricValues> _epochs = [];

    internal History()
    {
    }

    /// <summary>The values of each epoch.</summary>
    public IReadOnlyList<MetricValues> Epochs => _epochs;

    /// <summary>The names of all metrics, in the order of measuring.</summary>
    public IEnumerable<string> Metrics => _epochs.SelectMany(epoch => epoch.Keys).Distinct();

    /// <summary>Why a callback ended the training before its last epoch; <see langword="null"/> when none did.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>A metric's value in each epoch.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured in every epoch; the message lists what was.</exception>
    public IReadOnlyList<double> this[string metric] => [.. _epochs.Select(epoch => epoch[metric])];

    /// <summary>Reads a history that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static History FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            var document = JsonSerializer.Deserialize<Document>(json, _json);
            return document?.Epochs?.Contains(null!) == false ? Of(document.Epochs, document.StopReason) : throw new JsonException("it has no epochs");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"This is not a history in JSON: {error.Message.TrimEnd('.')}.", error);
        }
    }

    /// <summary>Reads a history from a file: JSON or, when its name ends in .csv, CSV, which does not hold the reason of an early end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file holds no history; the message says where it fails.</exception>
    public static History Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (IsCsv(path))
        {
            return FromTable(path, Table.ReadCsv(path));
        }

        try
        {
            return FromJson(File.ReadAllText(path));
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"\"{path}\": {error.Message}", error);
        }
    }

    /// <summary>An object with a list of epochs, each an object of metrics and values. Reading it back gives the same numbers.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Document([.. _epochs.Select(epoch => epoch.ToDictionary())], StopReason), _json);

    /// <summary>A header, then a line for each epoch, counted from 1; a cell is empty where a metric was not computed. Reading it back gives the same numbers.</summary>
    public string ToCsv()
    {
        string[] metrics = [.. Metrics];
        var lines = _epochs.Select((values, epoch) => $"{epoch + 1}," + string.Join(',', metrics.Select(metric => Cell(values, metric))));
        return string.Concat(lines.Prepend(string.Join(',', metrics.Prepend(EpochColumn).Select(Quoted))).Select(line => line + "\n"));
    }

    /// <summary>Writes the history to a file, as JSON or, when its name ends in .csv, as CSV. The file appears whole or not at all.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, writer => writer.Write(IsCsv(path) ? ToCsv() : ToJson()));
    }

    /// <summary>A row for each epoch, a column for each metric.</summary>
    public override string ToString()
    {
        var table = AlignedText.Of([Header, .. Rows]);
        return StopReason is null ? table : $"{table}\nEnded early: {StopReason}";
    }

    /// <summary>The titles of the columns in which a history shows.</summary>
    internal string[] Header => [EpochColumn, .. Metrics];

    /// <summary>The cells of each epoch, as <see cref="Header"/> titles them; empty where a metric was not measured.</summary>
    internal IEnumerable<string[]> Rows
    {
        get
        {
            string[] metrics = [.. Metrics];
            return _epochs.Select((values, epoch) =>
                (string[])[$"{epoch + 1}", .. metrics.Select(metric => values.TryGetValue(metric, out var value) ? MetricValues.Format(value) : "")]);
        }
    }

    internal void Add(MetricValues epoch) => _epochs.Add(epoch);

    /// <summary>Takes over the epochs of an interrupted training.</summary>
    internal void Resume(History interrupted)
    {
        _epochs.Clear();
        _epochs.AddRange(interrupted._epochs);
        StopReason = interrupted.StopReason;
    }

    private static History Of(IEnumerable<Dictionary<string, double>> epochs, string? stopReason)
    {
        var history = new History { StopReason = stopReason };
        history._epochs.AddRange(epochs.Select(values => new MetricValues(values)));
        return history;
    }

    private static History FromTable(string path, Table table)
    {
        if (table.Columns[0].Name != EpochColumn)
        {
            throw new InvalidDataException($"\"{path}\" is not a history: its first column must be \"{EpochColumn}\", and is \"{table.Columns[0].Name}\".");
        }

        var metrics = table.Columns.Skip(1).ToArray();
        return Of(Enumerable.Range(0, table.RowCount).Select(row => metrics.Where(metric => !metric.IsNull(row)).ToDictionary(metric => metric.Name, metric => Number(path, metric, row))), stopReason: null);
    }

    private static double Number(string path, Column metric, int row) =>
        double.TryParse(metric.Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"\"{path}\", epoch {row + 1}, column \"{metric.Name}\": \"{metric.Text(row)}\" is not a number.");

    private static string Cell(MetricValues values, string metric) =>
        values.TryGetValue(metric, out var value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string name) => name.AsSpan().ContainsAny(",\"\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private sealed record Document(IReadOnlyList<Dictionary<string, double>> Epochs, string? StopReason);
}
