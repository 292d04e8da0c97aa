using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Tandem.Notebooks;

/// <summary>What is known of a symbol, ready to be written.</summary>
/// <param name="Signatures">The symbol's own, and those of its overloads where they are asked for.</param>
/// <param name="OtherOverloads">How many overloads there are beside it.</param>
/// <param name="Value">A variable's value; null for none.</param>
/// <param name="Documentation">The documentation's <c>member</c> element; null for none.</param>
/// <param name="WithRemarks">True to write remarks and examples too.</param>
internal sealed record Inspection(IReadOnlyList<string> Signatures, int OtherOverloads, string? Value, XElement? Documentation, bool WithRemarks)
{
    private IEnumerable<(string Title, IReadOnlyList<(string? Name, XElement Text)> Entries)> Sections =>
        new (string Title, IEnumerable<(string? Name, XElement Text)> Entries)[]
        {
            ("Type parameters", Named("typeparam")),
            ("Parameters", Named("param")),
            ("Returns", Unnamed("returns")),
            ("Value", Unnamed("value")),
            ("Exceptions", Elements("exception").Select(element => (element.Attribute("cref") is { } cref ? DocumentationText.NameOf(cref.Value) : null, element))),
            ("Remarks", WithRemarks ? Unnamed("remarks") : []),
            ("Example", WithRemarks ? Unnamed("example") : []),
        }
        .Select(section => (section.Title, (IReadOnlyList<(string?, XElement)>)[.. section.Entries.Where(entry => !string.IsNullOrWhiteSpace(entry.Text.Value) || entry.Text.HasElements)]))
        .Where(section => section.Item2.Count > 0);

    public MimeBundle ToBundle() => MimeBundle.Of(MimeTypes.Html, Html(), Plain());

    private string Plain()
    {
        var text = new StringBuilder().AppendJoin('\n', Signatures).Append(OverloadCount);
        AppendParagraph(text, Value is null ? "" : $"= {Value}");
        AppendParagraph(text, DocumentationText.Of(Documentation?.Element("summary"), isHtml: false));
        foreach (var (title, entries) in Sections)
        {
            text.Append("\n\n").Append(title).Append(':');
            foreach (var (name, element) in entries)
            {
                text.Append("\n  ").Append(name is null ? "" : $"{name}: ").Append(DocumentationText.Of(element, isHtml: false).Replace("\n", "\n  ", StringComparison.Ordinal));
            }
        }

        return text.ToString();
    }

    private string Html()
    {
        var html = new StringBuilder("<div><pre><code class=\"language-csharp\">").AppendJoin('\n', Signatures.Select(WebUtility.HtmlEncode)).Append("</code>").Append(OverloadCount).Append("</pre>");
        html.Append(Value is null ? "" : $"<pre>= {WebUtility.HtmlEncode(Value)}</pre>");
        html.Append(DocumentationText.Of(Documentation?.Element("summary"), isHtml: true) is { Length: > 0 } summary ? $"<p>{summary}</p>" : "");
        foreach (var (title, entries) in Sections)
        {
            html.Append("<p><b>").Append(title).Append("</b>");
            foreach (var (name, element) in entries)
            {
                html.Append("<br>").Append(name is null ? "" : $"<code>{WebUtility.HtmlEncode(name)}</code>: ").Append(DocumentationText.Of(element, isHtml: true));
            }

            html.Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    private string OverloadCount => OtherOverloads == 0 || Signatures.Count > 1 ? ""
        : $" (+ {OtherOverloads} overload{(OtherOverloads == 1 ? "" : "s")})";

    private static void AppendParagraph(StringBuilder text, string paragraph) => text.Append(paragraph.Length == 0 ? "" : "\n\n").Append(paragraph);

    private IEnumerable<XElement> Elements(string tag) => Documentation?.Elements(tag) ?? [];

    private IEnumerable<(string? Name, XElement Text)> Named(string tag) => Elements(tag).Select(element => (element.Attribute("name")?.Value, element));

    private IEnumerable<(string? Name, XElement Text)> Unnamed(string tag) => Elements(tag).Select(element => ((string?)null, element));
}
