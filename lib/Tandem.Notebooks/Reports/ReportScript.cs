using System.Net;
using System.Reflection;

namespace Tandem.Notebooks;

/// <summary>A script that pages draw with: inside this assembly where the build could get it, else at its published address.</summary>
internal sealed class ReportScript
{
    private static readonly Assembly _here = typeof(ReportScript).Assembly;

    private readonly string _resource;
    private readonly string _address;
    private readonly string _integrity;

    private ReportScript(string package)
    {
        var described = _here.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == package).Value!.Split(' ');
        var (version, file, sha256) = (described[0], described[1], described[2]);
        _resource = Path.GetFileName(file);
        _address = $"https://cdn.jsdelivr.net/npm/{package}@{version}{file["package".Length..]}";
        _integrity = $"sha256-{Convert.ToBase64String(Convert.FromHexString(sha256))}";
    }

    /// <summary>Draws Plotly figures.</summary>
    public static ReportScript Plotly { get; } = new("plotly.js-dist-min");

    /// <summary>Draws Mermaid diagrams, all but the rarest kinds.</summary>
    public static ReportScript Mermaid { get; } = new("@mermaid-js/tiny");

    /// <summary>Sets formulas.</summary>
    public static ReportScript Katex { get; } = new("katex");

    /// <summary>True when pages hold the script themselves and need no network.</summary>
    public bool IsEmbedded => _here.GetManifestResourceInfo(_resource) is not null;

    /// <summary>Writes the script element.</summary>
    public void Write(TextWriter writer)
    {
        if (IsEmbedded)
        {
            // Within a script element nothing else could end it early.
            writer.WriteLine($"<script>{ReportResource.Read(_resource).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}</script>");
        }
        else
        {
            writer.WriteLine($"<script src=\"{WebUtility.HtmlEncode(_address)}\" integrity=\"{_integrity}\" crossorigin=\"anonymous\"></script>");
        }
    }
}
