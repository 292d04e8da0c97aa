using System.Text.Json.Nodes;

namespace Tandem;

/// <summary>A Plotly figure: traces and a layout, as the JSON that plotly.js draws. In a notebook it shows as a live chart.</summary>
[TypeFormatterSource(typeof(FigureFormatterSource))]
public sealed class Figure
{
    /// <summary>A figure of the given traces.</summary>
    /// <param name="data">The traces, in Plotly's schema.</param>
    /// <param name="layout">The layout, in Plotly's schema.</param>
    public Figure(JsonArray data, JsonObject layout)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(layout);
        Data = data;
        Layout = layout;
    }

    /// <summary>The traces. May be changed before the figure is shown.</summary>
    public JsonArray Data { get; }

    /// <summary>The layout. May be changed before the figure is shown.</summary>
    public JsonObject Layout { get; }

    /// <summary>The figure as <c>{"data": […], "layout": {…}}</c>.</summary>
    public string ToJson() => new JsonObject { ["data"] = Data.DeepClone(), ["layout"] = Layout.DeepClone() }.ToJsonString();

    /// <summary>The title and the number of traces.</summary>
    public override string ToString() =>
        $"Figure \"{(Layout["title"] is JsonObject title ? title["text"] : Layout["title"])}\" ({Data.Count} trace{(Data.Count == 1 ? "" : "s")})";
}
