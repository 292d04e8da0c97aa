using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Says in words what a Plotly figure shows, for readers who do not see it.</summary>
internal static class FigureText
{
    /// <summary>The figure's title, axes and traces in a sentence; just "Chart" where it names none.</summary>
    /// <param name="figure">The figure's JSON.</param>
    public static string Of(string figure)
    {
        try
        {
            using var json = JsonDocument.Parse(figure);
            var layout = Member(json.RootElement, "layout");
            var (x, y) = (TextOf(Member(Member(layout, "xaxis"), "title")), TextOf(Member(Member(layout, "yaxis"), "title")));
            string?[] parts =
            [
                TextOf(Member(layout, "title")) is { } title ? $"Chart: {title}" : "Chart",
                (x, y) switch { (null, null) => null, (null, _) => y, (_, null) => $"by {x}", _ => $"{y} by {x}" },
                TracesOf(Member(json.RootElement, "data")),
            ];
            return string.Join(". ", parts.OfType<string>());
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return "Chart";
        }
    }

    private static string? TracesOf(JsonElement? data)
    {
        if (data is not { ValueKind: JsonValueKind.Array } traces || traces.GetArrayLength() == 0)
        {
            return null;
        }

        var kinds = traces.EnumerateArray().Select(trace => TextOf(Member(trace, "type")) ?? "scatter").Distinct();
        var names = traces.EnumerateArray().Select(trace => TextOf(Member(trace, "name"))).OfType<string>().ToList();
        return $"{string.Join(" and ", kinds)} plot{(names.Count == 0 ? "" : $" of {string.Join(", ", names)}")}";
    }

    /// <summary>A text, or the text of a title object, without Plotly's markup; null for none.</summary>
    private static string? TextOf(JsonElement? value)
    {
        var text = value is { ValueKind: JsonValueKind.Object } title ? Member(title, "text") : value;
        return text is { ValueKind: JsonValueKind.String } && text.Value.GetString() is { Length: > 0 } words ? words.Replace("<br>", " ", StringComparison.Ordinal) : null;
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member) ? member : null;
}
