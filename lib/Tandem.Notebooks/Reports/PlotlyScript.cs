using System.Reflection;

namespace Tandem.Notebooks;

/// <summary>The script that draws Plotly figures: inside this assembly where the build could get it, else at its published address.</summary>
internal static class PlotlyScript
{
    private const string ResourceName = "plotly.min.js";

    private static readonly Assembly _here = typeof(PlotlyScript).Assembly;

    /// <summary>True when pages hold the script themselves and need no network.</summary>
    public static bool IsEmbedded => _here.GetManifestResourceInfo(ResourceName) is not null;

    private static string Version =>
        _here.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "PlotlyVersion").Value!;

    /// <summary>Writes the script element.</summary>
    public static void Write(TextWriter writer)
    {
        if (IsEmbedded)
        {
            writer.WriteLine($"<script>{ReportResource.Read(ResourceName)}</script>");
        }
        else
        {
            writer.WriteLine($"<script src=\"https://cdn.plot.ly/plotly-{Version}.min.js\" charset=\"utf-8\"></script>");
        }
    }
}
