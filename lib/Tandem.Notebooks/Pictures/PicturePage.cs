using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>The page in which a browser draws pictures, and leaves them in its document.</summary>
internal static partial class PicturePage
{
    /// <summary>A page that draws.</summary>
    /// <param name="drawings">What to draw.</param>
    /// <param name="largestSvg">The characters beyond which an SVG becomes a PNG.</param>
    public static string Of(IReadOnlyList<Drawing> drawings, int largestSvg)
    {
        using var page = new StringWriter { NewLine = "\n" };
        page.WriteLine("<!DOCTYPE html>\n<html lang=\"en\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">");
        page.WriteLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:\">");
        page.WriteLine($"<style>{ReportResource.Read("report.css")}</style>\n</head>\n<body>");
        foreach (var script in new[] { (ReportScript.Plotly, MimeTypes.Plotly), (ReportScript.Mermaid, MimeTypes.Mermaid) })
        {
            if (drawings.Any(drawing => drawing.MimeType == script.Item2))
            {
                script.Item1.Write(page);
            }
        }

        // The serialiser escapes "<", so that nothing in a drawing can end the element.
        page.WriteLine($"<script id=\"drawings\" type=\"application/json\">{JsonSerializer.Serialize(drawings.Select(drawing => new { drawing.MimeType, drawing.Source }))}</script>");
        page.WriteLine($"<script>\n{ReportResource.Read("drawing.js")}\n{ReportResource.Read("pictures.js")}\nleavePictures({largestSvg});\n</script>\n</body>\n</html>");
        return page.ToString();
    }

    /// <summary>The pictures that the page left in its document, or why there are none.</summary>
    /// <exception cref="PictureException">The page did not come to its end.</exception>
    public static IReadOnlyList<(Picture? Picture, string Failure)> Read(string dom, int count)
    {
        var left = Pictures().Match(dom);
        if (!left.Success)
        {
            throw new PictureException("the browser did not finish the page that draws them. Does it run here, and may it read files of the temporary folder?");
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(left.Groups[1].Value)));
        var pictures = json.RootElement.EnumerateArray().Select(PictureOf).ToList();
        return pictures.Count == count ? pictures : throw new PictureException($"the browser drew {pictures.Count} pictures of {count}.");
    }

    private static (Picture? Picture, string Failure) PictureOf(JsonElement left) => left.TryGetProperty("failure", out var failure)
        ? (null, failure.GetString()!)
        : (new Picture(left.GetProperty("type").GetString()!, left.GetProperty("content").GetString()!), "");

    [GeneratedRegex("<pre id=\"pictures\">([A-Za-z0-9+/=]*)</pre>")]
    private static partial Regex Pictures();
}
