using System.Text.Json.Nodes;

namespace Tandem;

/// <summary>A Plotly figure: traces, a layout and options, as the JSON that plotly.js draws. In a notebook it shows as a live chart.</summary>
[TypeFormatterSource(typeof(FigureFormatterSource))]
public sealed class Figure
{
    /// <summary>A figure of the given traces.</summary>
    /// <param name="data">The traces, in Plotly's schema.</param>
    /// <param name="layout">The layout, in Plotly's schema.</param>
    /// <param name="config">Options of the drawing, in Plotly's schema, such as <c>scrollZoom</c>; none when omitted.</param>
    public Figure(JsonArray data, JsonObject layout, JsonObject? config = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(layout);
        Data = data;
        Layout = layout;
        Config = config ?? [];
    }

    /// <summary>The traces. May be changed before the figure is shown.</summary>
    public JsonArray Data { get; }

    /// <summary>The layout. May be changed before the figure is shown.</summary>
    public JsonObject Layout { get; }

    /// <summary>Options of the drawing, before those of the page that it is drawn in. May be changed before the figure is shown.</summary>
    public JsonObject Config { get; }

    /// <summary>
    /// The figure as <c>{"data": […], "layout": {…}}</c>, and <c>"config": {…}</c> where there are options. A number that is NaN or infinite becomes
    /// <c>null</c>: JSON has no such numbers, and plotly.js leaves the point out.
    /// </summary>
    public string ToJson()
    {
        var json = new JsonObject { ["data"] = Finite(Data), ["layout"] = Finite(Layout) };
        if (Config.Count > 0)
        {
            json["config"] = Finite(Config);
        }

        return json.ToJsonString();
    }

    /// <summary>A copy with null in place of each number that is not finite.</summary>
    private static JsonNode? Finite(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Finite)]),
        JsonObject properties => new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, Finite(property.Value)))),
        JsonValue value when !IsFinite(value) => null,
        _ => node?.DeepClone(),
    };

    // What can be had as a double is judged as one: 1e300 is finite, and infinite as a float.
    private static bool IsFinite(JsonValue value) =>
        value.TryGetValue(out double number) ? double.IsFinite(number) : !value.TryGetValue(out float single) || float.IsFinite(single);

    /// <summary>The title and the number of traces.</summary>
    public override string ToString() =>
        $"Figure \"{(Layout["title"] is JsonObject title ? title["text"] : Layout["title"])}\" ({Data.Count} trace{(Data.Count == 1 ? "" : "s")})";
}
