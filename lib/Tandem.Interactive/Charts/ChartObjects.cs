using System.Text.Json;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace Tandem.Interactive;

/// <summary>
/// Makes the objects that a chart of Plotly.NET consists of from a figure's JSON. Plotly.NET looks for an axis only among objects of its axis type, for annotations
/// only among those of theirs, and puts new ones in the place of others: so all that it looks for by type is made of that type.
/// </summary>
internal static class ChartObjects
{
    private static readonly Dictionary<string, Func<DynamicObj.DynamicObj>> _objects = new()
    {
        ["aaxis"] = () => new LinearAxis(),
        ["angularaxis"] = () => new AngularAxis(),
        ["baxis"] = () => new LinearAxis(),
        ["caxis"] = () => new LinearAxis(),
        ["coloraxis"] = () => new ColorAxis(),
        ["colorbar"] = () => new ColorBar(),
        ["domain"] = () => new Domain(),
        ["error_x"] = () => new Error(),
        ["error_y"] = () => new Error(),
        ["error_z"] = () => new Error(),
        ["geo"] = () => new Geo(),
        ["grid"] = () => new LayoutGrid(),
        ["imaginaryaxis"] = () => new ImaginaryAxis(),
        ["legend"] = () => new Legend(),
        ["line"] = () => new Line(),
        ["mapbox"] = () => new Mapbox(),
        ["marker"] = () => new Marker(),
        ["polar"] = () => new Polar(),
        ["radialaxis"] = () => new RadialAxis(),
        ["realaxis"] = () => new RealAxis(),
        ["scene"] = () => new Scene(),
        ["smith"] = () => new Smith(),
        ["ternary"] = () => new Ternary(),
        ["title"] = () => new Title(),
        ["xaxis"] = () => new LinearAxis(),
        ["yaxis"] = () => new LinearAxis(),
        ["zaxis"] = () => new LinearAxis(),
    };

    private static readonly Dictionary<string, Func<JsonElement, object>> _lists = new()
    {
        ["annotations"] = List<Annotation>,
        ["images"] = List<LayoutImage>,
        ["selections"] = List<Selection>,
        ["shapes"] = List<Shape>,
        ["sliders"] = List<Slider>,
        ["updatemenus"] = List<UpdateMenu>,
    };

    /// <summary>One trace, the n-th of its figure counting from 0.</summary>
    /// <exception cref="ArgumentException">The JSON is not an object, or its type not a text.</exception>
    public static Trace Trace(JsonElement trace, int index)
    {
        if (trace.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"Trace {index} of the figure is {trace.GetRawText()}: a trace is a JSON object.");
        }

        if (trace.TryGetProperty("type", out var type) && type.ValueKind != JsonValueKind.String)
        {
            throw new ArgumentException($"Trace {index} of the figure has the type {type.GetRawText()}: a type is a text, such as \"scatter\".");
        }

        return Fill(OfType(type.ValueKind == JsonValueKind.String ? type.GetString()! : "scatter"), trace);
    }

    /// <summary>Gives an object the members of a JSON object.</summary>
    public static T Fill<T>(T target, JsonElement source)
        where T : DynamicObj.DynamicObj
    {
        foreach (var member in source.EnumerateObject())
        {
            // Objects of Plotly.NET cannot be compared, which their serializer does, when a member is null; this is written as null.
            target.SetProperty(member.Name, Value(member.Name, member.Value) ?? DBNull.Value);
        }

        return target;
    }

    private static Trace OfType(string type) => type switch
    {
        "cone" or "isosurface" or "mesh3d" or "scatter3d" or "streamtube" or "surface" or "volume" => new Trace3D(type),
        "barpolar" or "scatterpolar" or "scatterpolargl" => new TracePolar(type),
        "choropleth" or "scattergeo" => new TraceGeo(type),
        "choroplethmapbox" or "densitymapbox" or "scattermapbox" => new TraceMapbox(type),
        "scatterternary" => new TraceTernary(type),
        "carpet" or "contourcarpet" or "scattercarpet" => new TraceCarpet(type),
        "scattersmith" => new TraceSmith(type),
        "funnelarea" or "icicle" or "indicator" or "parcats" or "parcoords" or "pie" or "sankey" or "sunburst" or "table" or "treemap" => new TraceDomain(type),
        _ => new Trace2D(type),
    };

    private static object? Value(string name, JsonElement value) => value.ValueKind switch
    {
        // The second axis of a kind is xaxis2, and so on.
        JsonValueKind.Object => Fill(_objects.TryGetValue(name.TrimEnd("0123456789".ToCharArray()), out var create) ? create() : new DynamicObj.DynamicObj(), value),
        JsonValueKind.Array when _lists.TryGetValue(name, out var list) && value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Object) => list(value),
        JsonValueKind.Array => Values(value),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => IsWhole(value) ? value.GetInt64() : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static T[] List<T>(JsonElement array)
        where T : DynamicObj.DynamicObj, new() => [.. array.EnumerateArray().Select(element => Fill(new T(), element))];

    /// <summary>An array of one type where its elements are: data are mostly that, and then need no object each.</summary>
    private static object Values(JsonElement array)
    {
        var kinds = array.EnumerateArray().Select(element => element.ValueKind).Distinct().Take(2).ToArray();
        return kinds switch
        {
            [JsonValueKind.String] => array.EnumerateArray().Select(element => element.GetString()!).ToArray(),
            [JsonValueKind.Number] when array.EnumerateArray().All(IsWhole) => array.EnumerateArray().Select(element => element.GetInt64()).ToArray(),
            [JsonValueKind.Number] => array.EnumerateArray().Select(element => element.GetDouble()).ToArray(),
            _ => array.EnumerateArray().Select(element => Value("", element)).ToArray(),
        };
    }

    // Minus zero is a number of its own to floating-point types alone.
    private static bool IsWhole(JsonElement number) => number.TryGetInt64(out var whole) && (whole != 0 || number.GetRawText() == "0");
}
