using Tandem.Tensors;

namespace Tandem;

/// <summary>The parameters of a model or a layer: what training changes, and how much of it there is.</summary>
internal sealed record ParameterSummary(string Title, IReadOnlyList<Parameter> Parameters)
{
    private static readonly string[] _header = ["parameter", "shape", "numbers"];

    private IEnumerable<string[]> Rows => Parameters.Select(parameter => (string[])[parameter.Name, parameter.Value.Shape.ToString(), $"{parameter.Value.Shape.Count:N0}"]);

    private string Total => Parameters.Count == 0
        ? $"{Title}: nothing to train"
        : $"{Title}: {Parameters.Sum(parameter => (long)parameter.Value.Shape.Count):N0} numbers to train";

    public static ParameterSummary Of(Layer layer) => new(layer is Tower tower ? tower.Name : layer.GetType().Name, [.. layer.Parameters.Distinct()]);

    public static ParameterSummary Of(Model model) => new(model.GetType().Name, model.Parameters);

    public void WriteHtml(TextWriter writer)
    {
        if (Parameters.Count > 0)
        {
            HtmlTable.Write(writer, _header, Rows);
        }

        writer.Write($"<p>{System.Net.WebUtility.HtmlEncode(Total)}</p>");
    }

    public override string ToString() => Parameters.Count == 0 ? Total : $"{AlignedText.Of([_header, .. Rows])}\n{Total}";
}
