using System.Reflection;

namespace Tandem;

/// <summary>Shows a figure through Plotly: front ends that know its MIME type draw it themselves, others run the script in the HTML.</summary>
internal sealed class FigureFormatterSource
{
    private static readonly string _plotlyVersion = typeof(Figure).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "PlotlyVersion").Value!;

    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Figure>("application/vnd.plotly.v1+json", (figure, writer) => writer.Write(figure.ToJson())),
        new Formatter<Figure>("text/html", WriteHtml),
        new Formatter<Figure>("text/plain", (figure, writer) => writer.Write(figure)),
    ];

    private static void WriteHtml(Figure figure, TextWriter writer)
    {
        var id = $"figure-{Guid.NewGuid():N}";
        var json = figure.ToJson().Replace("</", "<\\/", StringComparison.Ordinal);
        writer.Write($$"""
            <div id="{{id}}"></div>
            <script>
            (function () {
              const draw = () => { const figure = {{json}}; document.getElementById("{{id}}").replaceChildren(); Plotly.newPlot("{{id}}", figure.data, figure.layout, { responsive: true }); };
              if (window.Plotly) { draw(); return; }
              const script = document.createElement("script");
              script.src = "https://cdn.plot.ly/plotly-{{_plotlyVersion}}.min.js";
              script.onload = draw;
              document.head.appendChild(script);
            })();
            </script>
            """);
    }
}
