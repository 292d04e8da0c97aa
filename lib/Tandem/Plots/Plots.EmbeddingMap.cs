using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Tensors;

namespace Tandem;

/// <content>Maps of embeddings.</content>
public static partial class Plots
{
    // As many as the reports have colours for.
    private const int MostColours = 6;

    /// <summary>
    /// What a tower has learned, in two dimensions: a point for each row of a table, along the two directions in which the vectors differ most (principal
    /// components). Titles show on hovering.
    /// </summary>
    /// <param name="tower">A tower.</param>
    /// <param name="table">Rows with the tower's columns, at least three. A few hundred make a readable picture.</param>
    /// <param name="label">The column whose values show on hovering.</param>
    /// <param name="colour">
    /// The column that gives the points their colours: text for classes (the six most frequent, and the rest in grey), numbers for a scale. None when omitted.
    /// </param>
    /// <param name="title">The title; made of the tower's name when omitted.</param>
    /// <exception cref="ArgumentException">The table lacks a column or has fewer than three rows, or the tower has fewer than two dimensions.</exception>
    public static Figure EmbeddingMap(Tower tower, Table table, string label, string? colour = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(tower);
        ArgumentNullException.ThrowIfNull(table);
        if (tower.Dimension < 2 || table.RowCount < 3)
        {
            throw new ArgumentException($"A map needs vectors of two dimensions or more and three rows or more: the {tower.Name} has {tower.Dimension}, the table {table.RowCount}.");
        }

        var map = Project(tower, table);
        var figure = new Figure(
            [.. MapTraces(map, table[label], colour is null ? null : table[colour])],
            Layout(title ?? $"The {tower.Name}'s vectors", Axis("first", map.ShareOfX), Axis("second", map.ShareOfY)));
        figure.Layout["hovermode"] = "closest";
        return figure;

        static string Axis(string name, double share) => $"{name} component ({100 * share:F0} % of the variance)";
    }

    private static PrincipalComponents Project(Tower tower, Table table)
    {
        using var scope = new TensorScope();
        using var noGradient = new NoGradient();
        return PrincipalComponents.Of(tower.Embed(table).ToTensor().ToArray(), tower.Dimension);
    }

    private static IEnumerable<JsonObject> MapTraces(PrincipalComponents map, Column labels, Column? colours)
    {
        var all = Enumerable.Range(0, labels.Length).ToArray();
        if (colours is LongColumn or DoubleColumn)
        {
            var trace = MapTrace(map, labels, "", all);
            trace["marker"]!["color"] = new JsonArray([.. all.Select(row => colours.IsNull(row) ? null : JsonValue.Create(Convert.ToDouble(colours[row], CultureInfo.InvariantCulture)))]);
            trace["marker"]!["colorscale"] = "Viridis";
            trace["marker"]!["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = colours.Name } };
            return [trace];
        }

        if (colours is null)
        {
            return [MapTrace(map, labels, "", all)];
        }

        var classes = all.GroupBy(row => colours.Text(row) ?? "").OrderByDescending(rows => rows.Count()).ThenBy(rows => rows.Key, StringComparer.Ordinal).ToArray();
        var rest = classes.Skip(MostColours).SelectMany(rows => rows).ToArray();
        var traces = classes.Take(MostColours).Select(rows => MapTrace(map, labels, rows.Key.Length > 0 ? rows.Key : "(none)", [.. rows])).ToList();
        if (rest.Length > 0)
        {
            var others = MapTrace(map, labels, "others", rest);
            others["marker"]!["color"] = "#bbbbbb";
            traces.Insert(0, others);
        }

        return traces;
    }

    private static JsonObject MapTrace(PrincipalComponents map, Column labels, string name, int[] rows) => Trace(
        "scatter",
        name,
        rows.Select(row => JsonValue.Create(Math.Round(map.X[row], 4))),
        rows.Select(row => Math.Round(map.Y[row], 4)),
        ("mode", "markers"),
        ("text", new JsonArray([.. rows.Select(row => (JsonNode?)labels.Text(row))])),
        ("hovertemplate", "%{text}<extra></extra>"),
        ("marker", new JsonObject { ["size"] = 6, ["opacity"] = 0.75 }));
}
