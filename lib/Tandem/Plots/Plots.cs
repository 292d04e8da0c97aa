using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem;

/// <summary>The charts of a recommender's notebook.</summary>
public static partial class Plots
{
    private const int PointsOfTail = 500;

    /// <summary>Metrics over epochs. Where a metric was measured on training and on validation rows, both curves are drawn.</summary>
    /// <param name="history">A training.</param>
    /// <param name="metric">The metric's name without <c>val_</c>.</param>
    /// <param name="title">The title; the metric's name when omitted.</param>
    /// <exception cref="KeyNotFoundException">The history has no such metric; the message lists what it has.</exception>
    public static Figure Curves(History history, string metric, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        string[] present = [.. new[] { metric, $"val_{metric}" }.Where(name => history.Metrics.Contains(name))];
        if (present.Length == 0)
        {
            throw new KeyNotFoundException($"The history has no metric \"{metric}\". It has: {string.Join(", ", history.Metrics)}.");
        }

        var traces = present.Select(name => Trace(
            "scatter",
            name == metric ? "train" : "test",
            Enumerable.Range(1, history.Epochs.Count).Select(epoch => JsonValue.Create(epoch)),
            history[name],
            ("mode", "lines+markers")));
        return new Figure([.. traces], Layout(title ?? metric, "epoch", ShortName(metric)));
    }

    /// <summary>One metric over the epochs of several trainings, a curve each.</summary>
    /// <param name="trainings">A name and a history for each.</param>
    /// <param name="metric">The metric's full name, such as <c>val_loss</c>.</param>
    /// <param name="title">The title; the metric's name when omitted.</param>
    /// <exception cref="KeyNotFoundException">A history has no such metric; the message lists what it has.</exception>
    public static Figure Curves(IEnumerable<(string Name, History History)> trainings, string metric, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        var traces = trainings.Select(training => Trace(
            "scatter",
            training.Name,
            Enumerable.Range(1, training.History.Epochs.Count).Select(epoch => JsonValue.Create(epoch)),
            training.History[metric],
            ("mode", "lines+markers")));
        return new Figure([.. traces], Layout(title ?? metric, "epoch", ShortName(metric)));
    }

    /// <summary>A bar for each label.</summary>
    /// <param name="title">The title.</param>
    /// <param name="bars">Labels and heights.</param>
    /// <param name="yTitle">What the height is.</param>
    public static Figure Bars(string title, IEnumerable<(string Label, double Value)> bars, string yTitle = "")
    {
        ArgumentNullException.ThrowIfNull(bars);
        var all = bars.ToArray();
        return new Figure(
            [Trace("bar", "", all.Select(bar => JsonValue.Create(bar.Label)), all.Select(bar => bar.Value), ("text", Texts(all)))],
            Layout(title, "", yTitle));
    }

    /// <summary>A line for each series, through points in the order given: a measure over a setting, for several models.</summary>
    /// <param name="title">The title.</param>
    /// <param name="series">Names and points.</param>
    /// <param name="xTitle">What runs along the horizontal axis.</param>
    /// <param name="yTitle">What the height is.</param>
    /// <exception cref="ArgumentException">There is no series, or one has no point.</exception>
    public static Figure Lines(string title, IEnumerable<(string Name, IEnumerable<(double X, double Y)> Points)> series, string xTitle = "", string yTitle = "")
    {
        ArgumentNullException.ThrowIfNull(series);
        var all = series.Select(line => (line.Name, Points: line.Points.ToArray())).ToArray();
        if (all.Length == 0 || all.Any(line => line.Points.Length == 0))
        {
            throw new ArgumentException(
                all.Length == 0 ? "Give at least one series to draw." : $"Series \"{all.First(line => line.Points.Length == 0).Name}\" has no point to draw.", nameof(series));
        }

        var traces = all.Select(line => Trace(
            "scatter", line.Name, line.Points.Select(point => Number(point.X)), line.Points.Select(point => point.Y), ("mode", "lines+markers")));
        return new Figure([.. traces], Layout(title, xTitle, yTitle));
    }

    /// <summary>How many rows have each value of a column, in the order of the values.</summary>
    /// <param name="column">A column with few distinct values, such as ratings.</param>
    /// <param name="title">The title; the column's name when omitted.</param>
    public static Figure Counts(Column column, string? title = null)
    {
        var counts = CountsOf(column).OrderBy(pair => double.TryParse(pair.Key, CultureInfo.InvariantCulture, out var number) ? number : double.MaxValue)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal);
        return Bars(title ?? column.Name, counts.Select(pair => (pair.Key, (double)pair.Value)), "rows");
    }

    /// <summary>
    /// The long tail: how often each value of a column occurs, from the most to the least frequent, on logarithmic axes. Of thousands of values some hundreds
    /// are drawn, evenly on the axis.
    /// </summary>
    /// <param name="column">An id column.</param>
    /// <param name="title">The title; made of the column's name when omitted.</param>
    public static Figure Popularity(Column column, string? title = null)
    {
        var counts = CountsOf(column).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        var ranks = RanksToDraw(counts.Length);
        var layout = Layout(title ?? $"Popularity of {column.Name}", "rank", "rows");
        layout["xaxis"]!["type"] = "log";
        layout["yaxis"]!["type"] = "log";
        var trace = Trace(
            "scatter",
            "",
            ranks.Select(rank => JsonValue.Create(rank)),
            ranks.Select(rank => (double)counts[rank - 1].Value),
            ("mode", "lines"),
            ("text", new JsonArray([.. ranks.Select(rank => (JsonNode)counts[rank - 1].Key)])));
        return new Figure([trace], layout);
    }

    /// <summary>All ranks of a short list; of a long one the first hundred and then as many as a logarithmic axis can show, down to the last.</summary>
    private static int[] RanksToDraw(int count)
    {
        const int All = 100;
        return count <= All + PointsOfTail
            ? [.. Enumerable.Range(1, count)]
            : [.. Enumerable.Range(1, All), .. Enumerable.Range(1, PointsOfTail).Select(i => (int)Math.Round(All * Math.Pow((double)count / All, (double)i / PointsOfTail))).Distinct().Where(rank => rank > All)];
    }

    /// <summary>A metric's name without the task it belongs to, which would not fit beside an axis.</summary>
    private static string ShortName(string metric)
    {
        var name = metric[(metric.LastIndexOf('/') + 1)..];
        return name.StartsWith("val_", StringComparison.Ordinal) ? name["val_".Length..] : name;
    }

    private static Dictionary<string, int> CountsOf(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var strings = column.AsStrings();
        var counts = strings.CountCodes();
        return Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).ToDictionary(code => strings.Dictionary[code], code => counts[code]);
    }

    private static JsonArray Texts((string Label, double Value)[] bars) => [.. bars.Select(bar => (JsonNode)MetricValues.Format(bar.Value))];

    private static JsonObject Trace(string type, string name, IEnumerable<JsonValue?> x, IEnumerable<double> y, params (string Key, JsonNode Value)[] more)
    {
        var trace = new JsonObject
        {
            ["type"] = type,
            ["x"] = new JsonArray([.. x]),
            ["y"] = new JsonArray([.. y.Select(Number)]),
        };
        if (name.Length > 0)
        {
            trace["name"] = name;
        }

        foreach (var (key, value) in more)
        {
            trace[key] = value;
        }

        return trace;
    }

    /// <summary>A number as JSON: null, which Plotly leaves out, for one that JSON cannot hold.</summary>
    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonObject Layout(string title, string xTitle, string yTitle) => new()
    {
        ["title"] = new JsonObject { ["text"] = title },
        ["xaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = xTitle } },
        ["yaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = yTitle } },
        ["margin"] = new JsonObject { ["l"] = 60, ["r"] = 20, ["t"] = 50, ["b"] = 50 },
    };
}
