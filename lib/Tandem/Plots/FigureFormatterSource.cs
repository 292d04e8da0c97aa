using System.Net;
using System.Reflection;

namespace Tandem;

/// <summary>Shows a figure through Plotly: front ends that know its MIME type draw it themselves, others run the script in the HTML.</summary>
/// <remarks>
/// The HTML is the same for the same figure, and draws itself wherever scripts run: Jupyter Notebook, JupyterLab without a Plotly extension, VS Code,
/// pages of nbconvert. All figures of a page share one copy of plotly.js. Until it is drawn, and where it cannot be, a figure is a line of text,
/// or the static picture that a run puts in the line's place.
/// </remarks>
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

    // The JSON needs no more escaping: its writer leaves no "<" that could end the script element. Any script that runs draws all figures that are not
    // drawn yet, for a front end may run scripts far from where they stand.
    private static void WriteHtml(Figure figure, TextWriter writer) => writer.Write(
        $$"""
        <div class="tandem-figure"><script type="application/json">{{figure.ToJson()}}</script><p>{{WebUtility.HtmlEncode(figure.ToString())}}</p></div>
        <script>
        (() => {
          const address = "https://cdn.plot.ly/plotly-{{_plotlyVersion}}.min.js";
          const load = () => new Promise((resolve, reject) => {
            if (window.Plotly) { resolve(); return; }
            const script = document.createElement("script");
            script.src = address;
            script.onload = resolve;
            script.onerror = reject;
            document.head.appendChild(script);
          });
          const waiting = () => document.querySelectorAll(".tandem-figure:not([data-drawn])");
          window.tandemPlotly ??= load();
          window.tandemPlotly.then(() => waiting().forEach(element => {
            element.dataset.drawn = "";
            const figure = JSON.parse(element.querySelector("script").textContent);
            const plot = document.createElement("div");
            element.querySelector("p").replaceWith(plot);
            Plotly.newPlot(plot, figure.data, figure.layout, { responsive: true, ...figure.config });
          })).catch(() => {
            delete window.tandemPlotly;
            const note = ` (${address}, which draws it, could not be loaded)`;
            waiting().forEach(element => {
              const text = element.querySelector("p");
              if (!text.querySelector("img") && !text.textContent.endsWith(note)) { text.append(note); }
            });
          });
        })();
        </script>
        """);
}
