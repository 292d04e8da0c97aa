namespace Tandem.Notebooks;

/// <summary>The MIME types that notebooks' outputs use.</summary>
public static class MimeTypes
{
    /// <summary>Plain text; every output has it.</summary>
    public const string PlainText = "text/plain";

    /// <summary>An HTML fragment.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown text.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>An SVG image's text.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A formula in TeX.</summary>
    public const string Latex = "text/latex";

    /// <summary>A JSON value.</summary>
    public const string Json = "application/json";

    /// <summary>JavaScript text.</summary>
    public const string JavaScript = "application/javascript";

    /// <summary>A Mermaid diagram's text.</summary>
    public const string Mermaid = "text/vnd.mermaid";

    /// <summary>A Plotly figure: a JSON object with <c>data</c> and <c>layout</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Metrics: a JSON object from names to numbers. The runner gathers them into the notebook's metrics file.</summary>
    public const string Metrics = MetricValuesFormatterSource.MetricsMimeType;

    /// <summary>True for types whose content is JSON, which an .ipynb file holds as a value and not as text.</summary>
    /// <param name="mimeType">The MIME type.</param>
    public static bool IsJson(string mimeType) =>
        mimeType == Json || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
