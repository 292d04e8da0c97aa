using System.Globalization;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Text of a notebook's outputs as a page can hold it.</summary>
internal static class ReportText
{
    private const int ShownStart = 100_000, ShownEnd = 20_000;

    /// <summary>
    /// The text as HTML: terminal colours, what was overwritten, and what is not a character of HTML are gone, links of a terminal are links, and of a text that would be a burden to a browser the middle is.
    /// </summary>
    public static string Html(string text)
    {
        var shown = text;
        if (text.Length > ShownStart + ShownEnd)
        {
            var left = (text.Length - ShownStart - ShownEnd).ToString("N0", CultureInfo.InvariantCulture);
            shown = $"{text.AsSpan(0, ShownStart)}\n\n… {left} characters are left out here; the executed notebook has them …\n\n{text.AsSpan(text.Length - ShownEnd)}";
        }

        return TerminalText.HasEffects(shown) ? string.Join('\n', TerminalText.LinesOf(shown).Select(line => Html(line))) : Encode(shown);
    }

    private static string Html(IReadOnlyList<TerminalRun> line)
    {
        var html = new StringBuilder();
        for (var start = 0; start < line.Count;)
        {
            var link = line[start].Style.Link;
            var runs = line.Skip(start).TakeWhile(run => run.Style.Link == link).ToList();
            html.Append(Linked(Encode(string.Concat(runs.Select(run => run.Text))), link));
            start += runs.Count;
        }

        return html.ToString();
    }

    private static string Linked(string html, string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto" ? $"<a href=\"{Encode(address.AbsoluteUri)}\">{html}</a>" : html;

    /// <summary>Text encoded for HTML, attributes included. Control characters and halves of characters become �.</summary>
    public static string Encode(string text)
    {
        var html = new StringBuilder(text.Length + text.Length / 8);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '&' => html.Append("&amp;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\n' or '\t' => html.Append((char)rune.Value),
                '\r' => html.Append('\n'),
                < ' ' or (>= 0x7F and < 0xA0) => html.Append('\uFFFD'),
                _ => html.Append(rune),
            };
        }

        return html.ToString();
    }
}
