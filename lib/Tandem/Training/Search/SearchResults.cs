using System.Globalization;

namespace Tandem;

/// <summary>The trials of a search, best first; those that failed come last, with their errors.</summary>
[TypeFormatterSource(typeof(SearchResultsFormatterSource))]
public sealed class SearchResults
{
    private readonly string _metric;

    internal SearchResults(string metric, Goal goal, IReadOnlyList<SearchTrial> trials)
    {
        _metric = metric;
        // A failed trial's value is NaN, which sorts behind all numbers here, whatever the goal.
        Trials = [.. trials.OrderBy(trial => double.IsNaN(trial.Value)).ThenBy(trial => goal == Goal.Minimize ? trial.Value : -trial.Value)];
    }

    /// <summary>All trials, best first.</summary>
    public IReadOnlyList<SearchTrial> Trials { get; }

    /// <summary>The best trial.</summary>
    /// <exception cref="InvalidOperationException">None gave a number; the message has the first error.</exception>
    public SearchTrial Best => Trials.Count > 0 && !double.IsNaN(Trials[0].Value)
        ? Trials[0]
        : throw new InvalidOperationException(
            $"None of {Trials.Count} trials measured \"{_metric}\". The first one: {Trials.Select(trial => trial.Error?.Message ?? "it is NaN").FirstOrDefault() ?? "there was no trial"}");

    /// <summary>How many trials failed.</summary>
    public int Failures => Trials.Count(trial => trial.Error is not null);

    /// <summary>A row for each trial: its number, hyper-parameters, the metric, seconds, and the error if it failed.</summary>
    public Table ToTable() => Table.FromColumns(
    [
        Column.Of("trial", Trials.Select(trial => trial.Number)),
        .. Names.Select(name => Column.Of(name, Trials.Select(trial => trial.Parameters.Text(name)))),
        Column.Of(_metric, Trials.Select(trial => trial.Error is null ? trial.Value : (double?)null)),
        Column.Of("seconds", Trials.Select(trial => trial.Duration.TotalSeconds)),
        Column.Of("error", Trials.Select(trial => trial.Error?.Message)),
    ]);

    /// <summary>A line for each trial.</summary>
    public override string ToString() => AlignedText.Of([Header, .. Trials.Select(Cells)]);

    internal IReadOnlyList<string> Header => ["trial", .. Names, _metric, "seconds", .. Failures > 0 ? (string[])["error"] : []];

    internal string[] Cells(SearchTrial trial) =>
    [
        $"{trial.Number}",
        .. Names.Select(trial.Parameters.Text),
        trial.Error is null ? MetricValues.Format(trial.Value) : "failed",
        trial.Duration.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
        .. Failures > 0 ? (string[])[trial.Error is { } error ? $"{error.GetType().Name}: {error.Message}" : ""] : [],
    ];

    private IEnumerable<string> Names => Trials.Count > 0 ? Trials[0].Parameters.Keys : [];
}
