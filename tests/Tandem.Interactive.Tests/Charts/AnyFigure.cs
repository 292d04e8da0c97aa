using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Interactive.Tests;

/// <summary>Figures whose members have names of Plotly's schema and values of any kind.</summary>
internal static class AnyFigure
{
    private static readonly string[] _names =
        ["marker", "line", "title", "xaxis", "xaxis2", "yaxis", "legend", "annotations", "shapes", "scene", "domain", "text", "x", "y", "z", "colorbar", "template", "name", "Größe \"\\ </script>"];

    private static readonly string[] _types = ["scatter", "bar", "heatmap", "pie", "scatter3d", "scatterpolar", "scattergeo", "scatterternary", "carpet", "scattersmith", "scattermapbox", "other"];

    public static Arbitrary<Figure> Arbitrary { get; } = (
        from count in Gen.Choose(0, 3)
        from traces in Traces().ListOf(count)
        from layout in Members(3)
        from config in Members(1)
        select new Figure([.. traces], layout, config)).ToArbitrary();

    private static Gen<JsonObject> Traces() =>
        from type in Gen.Elements(_types)
        from members in Members(3)
        select new JsonObject([new("type", type), .. members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))]);

    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Leaf()
        : Gen.Frequency(
            (3, Leaf()),
            (1, Members(depth - 1).Select(members => (JsonNode?)members)),
            (1, Value(depth - 1).ListOf().Select(values => (JsonNode?)new JsonArray([.. values]))),
            (1, ArbMap.Default.GeneratorFor<NormalFloat[]>().Select(numbers => (JsonNode?)new JsonArray([.. numbers.Select(number => (JsonNode?)number.Get)]))),
            (1, ArbMap.Default.GeneratorFor<string[]>().Select(texts => (JsonNode?)new JsonArray([.. texts.Select(text => (JsonNode?)text)]))));

    private static Gen<JsonNode?> Leaf() => Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)value),
        ArbMap.Default.GeneratorFor<long>().Select(value => (JsonNode?)value),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(value => (JsonNode?)value.Get),
        ArbMap.Default.GeneratorFor<DateTime>().Select(value => (JsonNode?)value.ToString("O")),
        ArbMap.Default.GeneratorFor<string?>().Select(value => (JsonNode?)value));

    private static Gen<JsonObject> Members(int depth) =>
        from count in Gen.Choose(0, 4)
        from names in Gen.Shuffle(_names).Select(all => all[..count])
        from values in Value(depth).ListOf(count)
        select new JsonObject(names.Zip(values, KeyValuePair.Create));
}
