using System.Text;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tandem.Notebooks;

/// <summary>Renders a report's Markdown, and gathers its headings for the table of contents.</summary>
internal sealed class ReportMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
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

    /// <summary>True once a formula was met.</summary>
    public bool HasMath { get; private set; }

    public string Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var text = TextOf(heading.Inline);
            var id = UniqueId(text);
            heading.GetAttributes().Id = id;
            _headings.Add(new ReportHeading(heading.Level, text, id));
        }

        HasMath |= document.Descendants().Any(node => node is Markdig.Extensions.Mathematics.MathInline or Markdig.Extensions.Mathematics.MathBlock);
        return document.ToHtml(Pipeline);
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
                Markdig.Extensions.Mathematics.MathInline math => math.Content.ToString(),
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
}
