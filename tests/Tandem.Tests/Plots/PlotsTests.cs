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

    [Fact]
    public void A_tail_of_thousands_is_thinned_evenly_and_keeps_its_head_and_its_end()
    {
        var values = Enumerable.Range(0, 5_000).SelectMany(item => Enumerable.Repeat($"item {item}", 1 + 5_000 / (item + 1)));
        var ranks = Json(Plots.Popularity(new StringColumn("item", values)))["data"]![0]!["x"]!.AsArray().Select(rank => (int)rank!).ToArray();

        Assert.Equal(Enumerable.Range(1, 100), ranks[..100]);
        Assert.Equal(5_000, ranks[^1]);
        Assert.InRange(ranks.Length, 400, 600);
        Assert.Equal(ranks.Order().Distinct(), ranks);
    }

    [Fact]
    public void Several_trainings_are_drawn_together()
    {
        var histories = new[] { 1.0, 2.0 }.Select(loss =>
        {
            var history = new History();
            history.Add(new MetricValues([new("loss", loss)]));
            return history;
        }).ToArray();

        var data = Json(Plots.Curves([("plain", histories[0]), ("corrected", histories[1])], "loss"))["data"]!;

        Assert.Equal(["plain", "corrected"], data.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("[2]", data[1]!["y"]!.ToJsonString());
    }

    [Fact]
    public void The_axis_of_a_metric_has_its_name_without_the_task()
    {
        var history = new History();
        history.Add(new MetricValues([new("factorized_top_k/top_100", 1), new("val_factorized_top_k/top_100", 1), new("val_auc", 1)]));
        string Axis(string metric) => (string)Json(Plots.Curves([("", history)], metric))["layout"]!["yaxis"]!["title"]!["text"]!;

        Assert.Equal("top_100", Axis("val_factorized_top_k/top_100"));
        Assert.Equal("auc", Axis("val_auc"));
    }

    [Fact]
    public void A_map_shows_the_plane_of_largest_variance_and_its_share()
    {
        // Points on a line in three dimensions, and a little beside it: the line is the first component.
        double[] along = [-3, -1, 0, 1, 3];
        double[] beside = [0.1, -0.2, 0.2, -0.2, 0.1];
        var vectors = Table.FromColumns(
            new StringColumn("id", ["a", "b", "c", "d", "e"]),
            Column.Of("x", along.Select(value => value * 0.6)),
            Column.Of("y", along.Select(value => value * 0.8)),
            Column.Of("z", beside));
        var tower = Tower.Of(Feature.Fixed("id", vectors));
        var table = vectors.Select("id").WithColumn(new StringColumn("kind", ["p", "q", "q", "q", "p"]));

        var figure = Json(Plots.EmbeddingMap(tower, table, "id", colour: "kind"));

        Assert.Equal(["q", "p"], figure["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal(["b", "c", "d"], figure["data"]![0]!["text"]!.AsArray().Select(text => (string)text!));
        Assert.Equal([-1, 0, 1], figure["data"]![0]!["x"]!.AsArray().Select(x => Math.Round((double)x!, 3)));
        Assert.Equal([-0.2, 0.2, -0.2], figure["data"]![0]!["y"]!.AsArray().Select(y => Math.Round((double)y!, 3)));
        Assert.Equal("first component (99 % of the variance)", (string)figure["layout"]!["xaxis"]!["title"]!["text"]!);
        Assert.Throws<ArgumentException>(() => Plots.EmbeddingMap(tower, table.Take(2), "id"));
    }

    [Fact]
    public void Numbers_colour_a_map_on_a_scale()
    {
        var vectors = Table.FromColumns(new StringColumn("id", ["a", "b", "c"]), Column.Of("x", [1.0, 2, 4]), Column.Of("y", [1.0, 0, 1]));
        var table = vectors.Select("id").WithColumn(Column.Of("count", new long?[] { 5, null, 7 }));

        var trace = Json(Plots.EmbeddingMap(Tower.Of(Feature.Fixed("id", vectors)), table, "id", colour: "count"))["data"]![0]!;

        Assert.Equal("[5,null,7]", trace["marker"]!["color"]!.ToJsonString());
    }

    [Fact]
    public void A_figure_made_by_hand_leaves_out_numbers_that_json_cannot_hold()
    {
        var figure = new Figure(new JsonArray(new JsonObject { ["y"] = new JsonArray(1.0, double.NaN, float.PositiveInfinity) }), new JsonObject { ["range"] = new JsonArray(double.NegativeInfinity, 1) });
        Assert.Equal("{\"data\":[{\"y\":[1,null,null]}],\"layout\":{\"range\":[null,1]}}", figure.ToJson());
    }

    [Fact]
    public void Numbers_that_only_a_double_can_hold_are_drawn()
    {
        var figure = new Figure(new JsonArray(JsonNode.Parse("""{"y":[1e300,-1e39]}"""), new JsonObject { ["y"] = new JsonArray(1e300) }), []);

        Assert.Equal("""{"data":[{"y":[1e300,-1e39]},{"y":[1E+300]}],"layout":{}}""", figure.ToJson());
    }

    [Fact]
    public void Numbers_that_json_cannot_hold_are_left_out_of_a_drawing()
    {
        Assert.Equal("[1,null]", Json(Plots.Bars("Loss", [("a", 1), ("b", double.NaN)]))["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("[null]", Json(Plots.Lines("Loss", [("a", [(double.PositiveInfinity, 1)])]))["data"]![0]!["x"]!.ToJsonString());
    }

    [Fact]
    public void A_figure_has_options_of_its_drawing_when_it_is_given_some()
    {
        Assert.Equal("""{"data":[],"layout":{}}""", new Figure([], []).ToJson());

        var figure = new Figure([], [], new JsonObject { ["scrollZoom"] = true });

        Assert.Equal("""{"data":[],"layout":{},"config":{"scrollZoom":true}}""", figure.ToJson());
    }

    private static JsonNode Json(Figure figure) => JsonNode.Parse(figure.ToJson())!;
}
