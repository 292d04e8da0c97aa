using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using Charts = Plotly.NET.CSharp.Chart;

namespace Tandem.Interactive.Tests;

public sealed class ChartTests
{
    public static TheoryData<string> Methods => [.. PlotsFigures.Names];

    [Fact]
    public void Every_method_of_plots_has_a_figure_in_these_tests() => Assert.Equal(PlotsFigures.Methods.Order(), PlotsFigures.Names.Order());

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_figure_of_plots_comes_back_from_plotly_net_with_the_same_json(string method)
    {
        var figures = PlotsFigures.Of(method).ToArray();

        Assert.NotEmpty(figures);
        Assert.All(figures, AssertComesBack);
        Assert.All(figures, figure => Assert.Equal(figure.ToString(), figure.ToGenericChart().ToFigure().ToString()));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Plotly_net_writes_every_figure_of_plots_as_tandem_does(string method) => Assert.All(PlotsFigures.Of(method), AssertWrittenAlike);

    [Theory]
    [InlineData("""[{"type":"scatter","x":["2020-01-01","2020-01-02T03:04:05Z"],"y":[1,null]}]""")]
    [InlineData("""[{"type":"heatmap","z":[[1,2.5,null],[],[-0.0,1e300,3]],"x":["a",1,true,null],"colorbar":{"title":{"text":"z"},"tickvals":[0,1]},"showscale":false}]""")]
    [InlineData("""[{"type":"pie","labels":["a","b"],"values":[1,9007199254740993],"domain":{"x":[0,0.5]}},{"type":"surface","z":[[1]]},{"type":"scatterpolar","r":[1],"theta":["N"]}]""")]
    [InlineData("""[{"type":"sankey","node":{"label":["a","b"]},"link":{"source":[0],"target":[1],"value":[0.5]}},{"type":"anything","new":{"nested":[{"marker":{"line":{"width":2}}}]}}]""")]
    [InlineData("""[{"type":"bar","name":null,"text":"","x":[],"y":[[]],"transforms":[{"type":"filter"}]}]""")]
    [InlineData("[]")]
    public void Traces_of_any_type_with_nulls_nested_arrays_and_objects_come_back(string data) =>
        AssertComesBack(new((JsonArray)JsonNode.Parse(data)!, [], (JsonObject)JsonNode.Parse("""{"scrollZoom":true,"modeBarButtonsToRemove":["lasso2d"],"displaylogo":false}""")!));

    [Theory]
    [InlineData("""{"title":"plain","xaxis":{"title":"x","range":[0,1.5]},"xaxis2":{"overlaying":"x"},"yaxis":{"type":"log","tickfont":{"size":10}},"grid":{"rows":2}}""")]
    [InlineData("""{"annotations":[{"text":"here","x":1,"y":2}],"shapes":[{"type":"line","line":{"color":"red"}}],"updatemenus":[],"sliders":[{"steps":[{"label":"1"}]}],"legend":{"x":0}}""")]
    [InlineData("""{"template":{"layout":{"xaxis":{"showgrid":false}},"data":{"scatter":[{"marker":{"size":3}}]}},"scene":{"zaxis":{"title":{"text":"z"}}},"polar":{"radialaxis":{"angle":45}},"width":800}""")]
    public void Layouts_of_any_kind_come_back(string layout) => AssertComesBack(new([new JsonObject { ["type"] = "scatter" }], (JsonObject)JsonNode.Parse(layout)!));

    [Fact]
    public void Figures_of_any_json_come_back_and_plotly_net_writes_them_alike() => Check.QuickThrowOnFailure(Prop.ForAll(AnyFigure.Arbitrary, figure =>
    {
        AssertComesBack(figure);
        AssertWrittenAlike(figure);
    }));

    [Fact]
    public void A_trace_without_a_type_is_the_scatter_that_plotly_takes_it_for()
    {
        var figure = new Figure([new JsonObject { ["y"] = new JsonArray(1, 2) }], []);

        Assert.Equal("""[{"type":"scatter","y":[1,2]}]""", figure.ToGenericChart().ToFigure().Data.ToJsonString());
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        var figure = new Figure([new JsonObject { ["type"] = "scatter", ["y"] = new JsonArray(1, double.NaN, double.NegativeInfinity) }], []);

        Assert.Equal("[1,null,null]", Normalized(figure.ToGenericChart().ToFigure().Data[0]!["y"]));
    }

    [Fact]
    public void Charts_made_with_plotly_net_become_figures_with_all_they_have()
    {
        double[] x = [1, 2, double.NaN];
        var point = Charts.Point<double, double, string>(x, [2.5, double.PositiveInfinity, 3], Name: "points");
        var heatmap = Charts.Heatmap<double, string, string, string>([[1.0, 2], [3, 4]], Name: "map");
        var pie = Charts.Pie<int, string, string>([1, 2], Name: "parts");

        Assert.Equal("[1,2,null]", Normalized(point.ToFigure().Data[0]!["x"]));
        Assert.Equal("[2.5,null,3]", Normalized(point.ToFigure().Data[0]!["y"]));
        Assert.Equal("markers", (string)point.ToFigure().Data[0]!["mode"]!);
        Assert.Equal("[[1,2],[3,4]]", Normalized(heatmap.ToFigure().Data[0]!["z"]));
        Assert.Equal("pie", (string)pie.ToFigure().Data[0]!["type"]!);
        Assert.Equal(2, GenericChart.combine([point, heatmap]).ToFigure().Data.Count);
        Assert.True((bool)point.ToFigure().Config["responsive"]!);
        Assert.All([heatmap, pie], chart => AssertSame(JsonNode.Parse(GenericChart.toJson(chart)), JsonNode.Parse(chart.ToFigure().ToJson())));
        Assert.All([point, heatmap, pie], chart => AssertComesBack(chart.ToFigure()));
    }

    [Fact]
    public void Plotly_net_restyles_a_chart_made_of_a_figure_and_keeps_the_rest_of_it()
    {
        var figure = Plots.Bars("Accuracy", [("a", 1)], "share");
        figure.Layout["annotations"] = new JsonArray(new JsonObject { ["text"] = "first" });
        figure.Data[0]!["marker"] = new JsonObject { ["opacity"] = 0.5 };

        var axis = Chart.withYAxis(With(new LinearAxis(), "showgrid", false), FSharpOption<StyleParam.SubPlotId>.None);
        var marker = Chart.withMarker(With(new Marker(), "size", 3));
        var annotation = Chart.withAnnotation(With(new Annotation(), "text", "second"), FSharpOption<bool>.None);
        var restyled = annotation.Invoke(marker.Invoke(axis.Invoke(figure.ToGenericChart()))).ToFigure();

        Assert.Equal("""{"title":{"text":"share"},"showgrid":false}""", restyled.Layout["yaxis"]!.ToJsonString());
        Assert.Equal("""{"opacity":0.5,"size":3}""", restyled.Data[0]!["marker"]!.ToJsonString());
        Assert.Equal(["first", "second"], restyled.Layout["annotations"]!.AsArray().Select(annotation => (string)annotation!["text"]!).Order());
        Assert.Equal("""{"title":{"text":"share"}}""", figure.Layout["yaxis"]!.ToJsonString());
    }

    [Fact]
    public void Figures_that_are_no_charts_are_refused_with_what_to_do()
    {
        Assert.Contains("Trace 1 of the figure is 5", Refused(new([new JsonObject(), 5], [])));
        Assert.Contains("has the type 7", Refused(new([new JsonObject { ["type"] = 7 }], [])));
        Assert.Throws<ArgumentNullException>(() => ((Figure)null!).ToGenericChart());
        Assert.Throws<ArgumentNullException>(() => ((GenericChart)null!).ToFigure());

        static string Refused(Figure figure) => Assert.Throws<ArgumentException>(figure.ToGenericChart).Message;
    }

    [Fact]
    public void A_chart_that_cannot_be_written_is_refused()
    {
        var chart = GenericChart.ofTraceObject(useDefaults: false, With(new Trace2D("scatter"), "y", new Unreadable()));

        Assert.Contains("cannot be written as JSON", Assert.Throws<ArgumentException>(chart.ToFigure).Message);

        var endless = new Marker();
        endless.SetProperty("line", endless);
        Assert.Contains("cannot be written as JSON", Assert.Throws<ArgumentException>(GenericChart.ofTraceObject(useDefaults: false, With(new Trace2D("bar"), "marker", endless)).ToFigure).Message);
    }

    private static T With<T>(T part, string name, object value)
        where T : DynamicObj.DynamicObj
    {
        part.SetProperty(name, value);
        return part;
    }

    private static void AssertComesBack(Figure figure)
    {
        var back = figure.ToGenericChart().ToFigure();
        AssertSame(figure.Data, back.Data);
        AssertSame(figure.Layout, back.Layout);
        AssertSame(figure.Config, back.Config);
    }

    private static void AssertWrittenAlike(Figure figure)
    {
        var json = JsonNode.Parse(GenericChart.toJson(figure.ToGenericChart()))!;
        AssertSame(figure.Data, json["data"]);
        AssertSame(figure.Layout, json["layout"]);
        AssertSame(figure.Config, json["config"]);
    }

    private static void AssertSame(JsonNode? expected, JsonNode? actual) => Assert.Equal(Normalized(expected), Normalized(actual));

    /// <summary>The JSON with members in the order of their names and numbers as doubles, whose texts tell all of them apart.</summary>
    private static string Normalized(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Normalized(member.Value)}"))}}}",
        JsonArray elements => $"[{string.Join(",", elements.Select(Normalized))}]",
        null => "null",
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.Number => FormattableString.Invariant($"{double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture):R}"),
        _ => node.ToJsonString(),
    };

    private sealed class Unreadable
    {
        public int Value => throw new InvalidOperationException("no value");
    }
}
