using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>A static picture.</summary>
/// <param name="MimeType"><c>image/svg+xml</c>, with the SVG's text as content, or another image type, with its bytes in base64.</param>
/// <param name="Content">The picture.</param>
internal sealed partial record Picture(string MimeType, string Content)
{
    /// <summary>The first picture among an output's representations; null when it has none.</summary>
    public static Picture? In(MimeBundle content) => content.Contents
        .Where(entry => entry.Key.StartsWith("image/", StringComparison.Ordinal))
        .Select(entry => new Picture(entry.Key, entry.Value))
        .FirstOrDefault();

    /// <summary>The picture as the address of an image element.</summary>
    public string Address =>
        $"data:{MimeType};base64,{(MimeType == MimeTypes.Svg ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Content)) : Content)}";

    /// <summary>The picture beside what an output has.</summary>
    public MimeBundle AddTo(MimeBundle content)
    {
        var words = content.Find(MimeTypes.Plotly) is { } figure ? FigureText.Of(figure) : "";
        return new([.. content.Contents.Select(entry => WithPicture(entry, words)), new(MimeType, Content)]);
    }

    /// <summary>Our figures' HTML has a line of text that its script replaces: until it does, and where none runs, the picture stands there.</summary>
    private KeyValuePair<string, string> WithPicture(KeyValuePair<string, string> entry, string words) => entry.Key != MimeTypes.Html
        ? entry
        : new(entry.Key, FigurePlace().Replace(entry.Value, place => $"{place.Groups[1].Value}<img src=\"{Address}\" alt=\"{ReportText.Encode(words)}\">{place.Groups[2].Value}", 1));

    [GeneratedRegex("(<div class=\"tandem-figure\"><script type=\"application/json\">[^<]*</script><p>)[^<]*(</p></div>)")]
    private static partial Regex FigurePlace();
}
