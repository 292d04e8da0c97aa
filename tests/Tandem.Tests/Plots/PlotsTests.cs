using System.Text.Json.Nodes;

namespace Tandem.Tests;

public sealed class PlotsTests
{
    [Fact]
    public void Curves_draw_training_and_validation_side_by_side()
    {
        var history = new History();
        history.Add(new MetricValues([new("loss", 9), new("val_loss", 9.5)]));
        history.Add(new MetricValues([new("loss", 8), new("val_loss", 8.5)]));

        var data = Json(Plots.Curves(history, "loss"))["data"]!;

        Assert.Equal(["train", "test"], data.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("[1,2]", data[0]!["x"]!.ToJsonString());
        Assert.Equal("[9.5,8.5]", data[1]!["y"]!.ToJsonString());
        Assert.Contains("loss, val_loss", Assert.Throws<KeyNotFoundException>(() => Plots.Curves(history, "accuracy")).Message);
    }

    [Fact]
    public void Counts_are_in_the_order_of_the_values()
    {
        var figure = Json(Plots.Counts(Column.Of("rating", [5.0, 4, 5, 10, 4, 5])));

        Assert.Equal("""["4","5","10"]""", figure["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[2,3,1]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("rating", (string)figure["layout"]!["title"]!["text"]!);
    }

    [Fact]
    public void Lines_are_drawn_series_by_series()
    {
        var figure = Json(Plots.Lines("Accuracy", [("plain", [(1, 0.2), (2, 0.1)]), ("corrected", [(1, 0.2), (4, 0.3)])], "epoch", "top 100"));

        Assert.Equal(["plain", "corrected"], figure["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("[1,4]", figure["data"]![1]!["x"]!.ToJsonString());
        Assert.Equal("[0.2,0.3]", figure["data"]![1]!["y"]!.ToJsonString());
        Assert.Equal("epoch", (string)figure["layout"]!["xaxis"]!["title"]!["text"]!);
        Assert.Contains("\"empty\"", Assert.Throws<ArgumentException>(() => Plots.Lines("Accuracy", [("empty", [])])).Message);
        Assert.Throws<ArgumentException>(() => Plots.Lines("Accuracy", []));
    }

    [Fact]
    public void The_long_tail_goes_from_the_most_to_the_least_frequent_on_logarithmic_axes()
    {
        var figure = Json(Plots.Popularity(new StringColumn("film", ["b", "a", "b", "c", "b", "a"])));

        Assert.Equal("[3,2,1]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("""["b","a","c"]""", figure["data"]![0]!["text"]!.ToJsonString());
        Assert.Equal("log", (string)figure["layout"]!["yaxis"]!["type"]!);
    }

    private static JsonNode Json(Figure figure) => JsonNode.Parse(figure.ToJson())!;
}
