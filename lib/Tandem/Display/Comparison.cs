using System.Globalization;

namespace Tandem;

/// <summary>
/// A notebook's results beside those of others on the same data: as a tutorial published them, as TensorFlow Recommenders gives them today, as
/// Tandem gives them for the same model, and with the model or its measurement put right. Shows as a table.
/// </summary>
[TypeFormatterSource(typeof(ComparisonFormatterSource))]
public sealed class Comparison
{
    private static readonly string[] _columns = ["published", "TFRS today", "Tandem", "Tandem, put right"];

    private readonly DataSource _source;
    private readonly List<(string Label, double?[] Values)> _rows = [];

    /// <summary>An empty comparison.</summary>
    /// <param name="title">What is compared, such as a metric and the rows it is measured on.</param>
    /// <param name="source">Where this run's data come from: the figures of others are for the real data, which is said when these are not.</param>
    public Comparison(string title, DataSource source)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(source);
        Title = title;
        _source = source;
    }

    /// <summary>What is compared.</summary>
    public string Title { get; }

    /// <summary>Adds a row; a figure that is left out, or null, shows as a dash, and a column without any figure does not show.</summary>
    /// <param name="label">What the figures are of, such as a model.</param>
    /// <param name="published">The tutorial's own figure.</param>
    /// <param name="tfrs">What TensorFlow Recommenders gives on the real data.</param>
    /// <param name="tandem">What this run gives for the same thing.</param>
    /// <param name="putRight">What this run gives with the model or the measurement put right.</param>
    /// <returns>This comparison.</returns>
    public Comparison Add(string label, double? published = null, double? tfrs = null, double? tandem = null, double? putRight = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        _rows.Add((label, [published, tfrs, tandem, putRight]));
        return this;
    }

    /// <summary>The table as text.</summary>
    public override string ToString() => string.Join('\n', [Title, AlignedText.Of([Header, .. Cells]), .. Note.Length > 0 ? [Note] : Array.Empty<string>()]);

    /// <summary>Said on a sample, where figures of others, the first two columns, are shown.</summary>
    internal string Note => _source.IsSample && Shown.Any(column => column < 2)
        ? $"What others give is for {_source.Dataset.Title}; this run used the generated sample."
        : "";

    internal IReadOnlyList<string> Header => ["", .. Shown.Select(column => _columns[column])];

    internal IEnumerable<IReadOnlyList<string>> Cells => _rows.Select(row => (string[])[row.Label, .. Shown.Select(column => Format(row.Values[column]))]);

    private IEnumerable<int> Shown => Enumerable.Range(0, _columns.Length).Where(column => _rows.Any(row => row.Values[column] is not null));

    // Shares keep four places, which seeds already differ in; errors three, seconds and losses three digits or so.
    private static string Format(double? value) => value switch
    {
        null => "–",
        >= -1 and <= 1 => value.Value.ToString("0.0000", CultureInfo.InvariantCulture),
        > -10 and < 10 => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
        > -100 and < 100 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
