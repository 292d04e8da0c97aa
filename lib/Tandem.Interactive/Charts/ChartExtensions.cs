using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.FSharp.Collections;
using Newtonsoft.Json;
using Plotly.NET;

namespace Tandem.Interactive;

/// <summary>Figures as charts of Plotly.NET, and its charts as figures.</summary>
public static class ChartExtensions
{
    /// <summary>
    /// The figure as a chart of Plotly.NET, with the same traces, layout and config. Functions of Plotly.NET that restyle a chart then work on it: traces, axes, markers,
    /// legends and annotations are objects of its types.
    /// </summary>
    /// <param name="figure">A figure. What is changed in it later does not change the chart.</param>
    /// <remarks>
    /// Numbers are whole numbers of 64 bits or doubles, which is what plotly.js computes with; NaN and infinity are null, which it leaves out. A trace without a type is Plotly's default, <c>scatter</c>. A chart's
    /// display options, which a figure has not, are Plotly.NET's defaults.
    /// </remarks>
    /// <exception cref="ArgumentException">A trace is not a JSON object, or its type not a text.</exception>
    public static GenericChart ToGenericChart(this Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using var json = JsonDocument.Parse(figure.ToJson());
        var traces = json.RootElement.GetProperty("data").EnumerateArray().Select(ChartObjects.Trace);
        var layout = ChartObjects.Fill(new Layout(), json.RootElement.GetProperty("layout"));
        var config = json.RootElement.TryGetProperty("config", out var options) ? ChartObjects.Fill(new Config(), options) : new Config();
        return GenericChart.fromChartDTO(ChartDTO.create(ListModule.OfSeq(traces), layout, config));
    }

    /// <summary>
    /// The chart as a figure, with the same traces, layout and config, so that it shows in reports and pictures as other figures do. Numbers that are NaN or infinite
    /// are null, which Plotly leaves out.
    /// </summary>
    /// <param name="chart">A chart. What is changed in it later does not change the figure.</param>
    /// <remarks>The chart's display options are left behind: they say how Plotly.NET writes a page of its own.</remarks>
    /// <exception cref="ArgumentException">The chart holds something that cannot be written as JSON.</exception>
    public static Figure ToFigure(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        try
        {
            using var writer = new StringWriter();
            ChartNumbers.Serializer.Serialize(writer, GenericChart.toChartDTO(chart));
            var json = JsonNode.Parse(writer.ToString())!.AsObject();
            return new Figure(Detach<JsonArray>(json, "data"), Detach<JsonObject>(json, "layout"), Detach<JsonObject>(json, "config"));
        }
        catch (Exception exception) when (exception is JsonSerializationException or JsonWriterException or System.Text.Json.JsonException or InvalidCastException)
        {
            throw new ArgumentException(
                $"The chart cannot be written as JSON: {exception.Message} Give its traces, layout and config numbers, texts, truth values, times, and lists of these.", nameof(chart), exception);
        }
    }

    private static T Detach<T>(JsonObject json, string name)
        where T : JsonNode
    {
        var part = (T)json[name]!;
        json.Remove(name);
        return part;
    }
}
