using System.Net;
using System.Text;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tandem.Notebooks;

/// <summary>Renders a report's Markdown, and gathers its headings for the table of contents.</summary>
internal sealed class ReportMarkdown
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseMathematics()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .UseTaskLists()
        .UseFootnotes()
        .Build();

    private readonly List<ReportHeading> _headings = [];
    private readonly HashSet<string> _ids = [];

    /// <summary>The headings met so far, in order.</summary>
    public IReadOnlyList<ReportHeading> Headings => _headings;

    /// <summary>True once a formula was met that the report cannot set itself.</summary>
    public bool HasUnsetMath { get; private set; }

    public string Render(string markdown)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var text = TextOf(heading.Inline);
            var id = UniqueId(text);
            heading.GetAttributes().Id = id;
            _headings.Add(new ReportHeading(heading.Level, text, id));
        }

        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineMathRenderer(this));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockMathRenderer(this));
        renderer.Render(document);
        return html.ToString();
    }

    private string MathHtml(string tex, bool display)
    {
        if (TexMath.ToMathMl(tex, display) is { } math)
        {
            return math;
        }

        HasUnsetMath = true;
        return $"<span class=\"math{(display ? " display" : "")}\">{WebUtility.HtmlEncode(tex)}</span>";
    }

    private static string TextOf(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (var node in inline?.Descendants() ?? [])
        {
            text.Append(node switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                MathInline math => math.Content.ToString(),
                LineBreakInline => " ",
                _ => "",
            });
        }

        return text.ToString();
    }

    private string UniqueId(string text)
    {
        var words = text.ToLowerInvariant().Select(character => char.IsLetterOrDigit(character) ? character : '-').ToArray();
        var slug = string.Join('-', new string(words).Split('-', StringSplitOptions.RemoveEmptyEntries));
        var stem = slug.Length == 0 ? "section" : slug;
        var id = stem;
        for (var i = 2; !_ids.Add(id); i++)
        {
            id = $"{stem}-{i}";
        }

        return id;
    }

    private sealed class InlineMathRenderer(ReportMarkdown markdown) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline node) =>
            renderer.Write(markdown.MathHtml(node.Content.ToString(), display: node.DelimiterCount > 1));
    }

    private sealed class BlockMathRenderer(ReportMarkdown markdown) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock node) =>
            renderer.WriteLine(markdown.MathHtml(node.Lines.ToString(), display: true));
    }
}
