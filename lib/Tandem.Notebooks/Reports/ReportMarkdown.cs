using System.Text;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tandem.Notebooks;

/// <summary>Renders a report's Markdown, and gathers its headings for the table of contents.</summary>
/// <param name="notebook">The notebook's file, from whose folder pictures are taken.</param>
internal sealed class ReportMarkdown(string notebook)
{
    /// <summary>Pictures beyond this many bytes stay links.</summary>
    private const long LargestPicture = 4 << 20;

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

    /// <summary>Markdown as HTML.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">What its cell keeps with it, by the names that the text refers to.</param>
    public string Render(string markdown, IReadOnlyDictionary<string, MimeBundle>? attachments = null)
    {
        try
        {
            var headings = new List<ReportHeading>();
            var html = Render(Markdown.Parse(markdown, _pipeline), attachments, headings);
            _headings.AddRange(headings);
            return html;
        }
        catch (ArgumentException)
        {
            // Quotations, lists or brackets lie deeper in one another than the parser or the renderer goes.
            return $"<p><em>(This text is nested too deep to be rendered, and stands here as it is written.)</em></p>\n<pre class=\"text\">{ReportText.Html(markdown)}</pre>\n";
        }
    }

    private string Render(MarkdownDocument document, IReadOnlyDictionary<string, MimeBundle>? attachments, List<ReportHeading> headings)
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var text = TextOf(heading.Inline);
            var id = UniqueId(text);
            heading.GetAttributes().Id = id;
            headings.Add(new ReportHeading(heading.Level, text, id));
        }

        foreach (var image in document.Descendants<LinkInline>().Where(link => link.IsImage))
        {
            image.Url = Attached(image.Url, attachments) ?? Embedded(image.Url);
        }

        using var html = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(html);
        _pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HeadingRenderer>(new AnchoredHeadingRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new ColouredCodeRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineMathRenderer(this));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockMathRenderer(this));
        renderer.Render(document);
        return html.ToString();
    }

    /// <summary>A formula as HTML.</summary>
    /// <param name="tex">The formula in TeX.</param>
    /// <param name="display">Whether it stands on lines of its own.</param>
    public string MathHtml(string tex, bool display)
    {
        if (TexMath.ToMathMl(tex, display) is { } math)
        {
            return math;
        }

        HasUnsetMath = true;
        return $"<span class=\"math{(display ? " display" : "")}\">{ReportText.Encode(tex)}</span>";
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

    private static string? Attached(string? address, IReadOnlyDictionary<string, MimeBundle>? attachments)
    {
        const string Scheme = "attachment:";
        return address is not null && address.StartsWith(Scheme, StringComparison.Ordinal)
            && attachments is not null && attachments.TryGetValue(Uri.UnescapeDataString(address[Scheme.Length..]), out var content)
                ? Picture.In(content)?.Address : null;
    }

    /// <summary>A picture of the notebook's folder as the page itself holds it; another address as it is.</summary>
    private string? Embedded(string? address)
    {
        if (string.IsNullOrEmpty(address) || Uri.TryCreate(address, UriKind.Absolute, out _) || TypeOf(address) is not { } type)
        {
            return address;
        }

        var name = Uri.UnescapeDataString(address);
        var file = name.Contains('\0', StringComparison.Ordinal) ? null : new FileInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(notebook))!, name));
        return file is { Exists: true, Length: > 0 and <= LargestPicture } && BytesOf(file) is { } bytes ? $"data:{type};base64,{Convert.ToBase64String(bytes)}" : address;
    }

    private static byte[]? BytesOf(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The picture stays a link, as one that is not there.
            return null;
        }
    }

    private static string? TypeOf(string address) => Path.GetExtension(address).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".svg" => "image/svg+xml",
        ".webp" => "image/webp",
        _ => null,
    };

    private sealed class AnchoredHeadingRenderer : HeadingRenderer
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
        {
            var id = heading.GetAttributes().Id!;
            renderer.Write($"<h{heading.Level} id=\"{ReportText.Encode(id)}\">").WriteLeafInline(heading);
            renderer.WriteLine($" <a class=\"anchor\" href=\"#{Uri.EscapeDataString(id)}\" aria-label=\"Link to this section\">#</a></h{heading.Level}>");
        }
    }

    private sealed class ColouredCodeRenderer : CodeBlockRenderer
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block) =>
            renderer.WriteLine($"<div class=\"code\"><pre><code>{CodeHighlighter.Highlight(block.Lines.ToString(), (block as FencedCodeBlock)?.Info)}</code></pre></div>");
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
