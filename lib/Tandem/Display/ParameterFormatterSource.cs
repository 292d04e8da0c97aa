namespace Tandem;

/// <summary>Shows models and layers as the table of their parameters.</summary>
internal sealed class ParameterFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Layer>("text/html", (layer, writer) => ParameterSummary.Of(layer).WriteHtml(writer)),
        new Formatter<Layer>("text/plain", (layer, writer) => writer.Write(layer)),
        new Formatter<Model>("text/html", (model, writer) => ParameterSummary.Of(model).WriteHtml(writer)),
        new Formatter<Model>("text/plain", (model, writer) => writer.Write(model)),
    ];
}
