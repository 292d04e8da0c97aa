using System.Reflection;

namespace Tandem.Interactive.Tests;

/// <summary>A figure or more of each of <see cref="Plots"/>' methods.</summary>
internal static class PlotsFigures
{
    private static readonly Column _rating = Column.Of("rating", [5.0, 4, 5, 10, 4.5, 5]);

    private static readonly Dictionary<string, Func<IEnumerable<Figure>>> _all = new()
    {
        ["Curves(history, metric, title)"] = () => [Plots.Curves(History(), "loss"), Plots.Curves(History(), "auc", "Of \"all\" <films> & café")],
        ["Curves(trainings, metric, title)"] = () => [Plots.Curves([("plain", History()), ("corrected", History())], "val_loss"), Plots.Curves([], "loss")],
        ["Bars(title, bars, yTitle)"] = () => [Plots.Bars("Accuracy", [("a", 0.1), ("b", 1e-9), ("c", -3), ("d", 123456789.125)], "share"), Plots.Bars("", [])],
        ["Lines(title, series, xTitle, yTitle)"] = () => [Plots.Lines("Recall", [("k = 1", [(1, 0.1), (2.5, -0.0)]), ("k = 2", [(1, double.MaxValue)])], "epochs", "recall")],
        ["Counts(column, title)"] = () => [Plots.Counts(_rating), Plots.Counts(new StringColumn("when", ["2020-01-01T00:00:00Z", null, "x"]), "Counts")],
        ["Popularity(column, title)"] = () => [Plots.Popularity(_rating), Plots.Popularity(Column.Of("item", Enumerable.Range(0, 3000).SelectMany(item => Enumerable.Repeat(item, 1 + (item % 7)))))],
        ["EmbeddingMap(tower, table, label, colour, title)"] = EmbeddingMaps,
    };

    /// <summary>The methods that have a figure here.</summary>
    public static IEnumerable<string> Names => _all.Keys;

    /// <summary>The methods there are.</summary>
    public static IEnumerable<string> Methods => typeof(Plots).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})");

    /// <summary>The figures of a method.</summary>
    public static IEnumerable<Figure> Of(string name) => _all[name]();

    private static History History()
    {
        var history = new History();
        history.Add(new MetricValues([new("loss", 9), new("val_loss", 9.5), new("auc", 0.5)]));
        history.Add(new MetricValues([new("loss", 1.0 / 3), new("val_loss", 1e-12), new("auc", float.Epsilon)]));
        return history;
    }

    private static IEnumerable<Figure> EmbeddingMaps()
    {
        var ids = Enumerable.Range(0, 30).Select(id => $"film {id}").ToArray();
        var vectors = Table.FromColumns(
            new StringColumn("id", ids),
            Column.Of("x", ids.Select((_, i) => Math.Sin(i))),
            Column.Of("y", ids.Select((_, i) => Math.Cos(3 * i))),
            Column.Of("z", ids.Select((_, i) => i / 30.0)));
        var tower = Tower.Of(Feature.Fixed("id", vectors));
        var table = vectors.Select("id")
            .WithColumn(new StringColumn("genre", ids.Select((_, i) => i % 9 is 8 ? null : $"genre {i % 9}")))
            .WithColumn(Column.Of("count", ids.Select((_, i) => i % 5 == 0 ? null : (long?)i)));
        return [Plots.EmbeddingMap(tower, table, "id"), Plots.EmbeddingMap(tower, table, "id", "genre"), Plots.EmbeddingMap(tower, table, "genre", "count", "By count")];
    }
}
