using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

public sealed class ReportOutputTests
{
    private static string Report(params MimeBundle[] contents) => Report(SampleRun.Of(contents));

    private static string Report(NotebookRun run)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(run, writer);
        return writer.ToString();
    }

    [Theory]
    [InlineData("image/png", "iVBORw0KGgo=", "<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"words\">")]
    [InlineData("image/jpeg", "/9j/", "<img src=\"data:image/jpeg;base64,/9j/\" alt=\"words\">")]
    [InlineData("image/svg+xml", "<svg/>", "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"words\">")]
    [InlineData("audio/wav", "UklGRg==", "<audio controls src=\"data:audio/wav;base64,UklGRg==\"></audio>")]
    [InlineData("text/latex", "$$x^2$$", "<math display=\"block\">")]
    [InlineData("text/markdown", "*so*", "<em>so</em>")]
    [InlineData("text/html", "<b>so</b>", "<b>so</b>")]
    [InlineData("application/json", "{\"a\":[1]}", "<span class=\"t\">&quot;a&quot;</span>: [\n    <span class=\"n\">1</span>")]
    [InlineData("application/json", "{no json", "<pre class=\"json\">{no json</pre>")]
    [InlineData("application/x-unknown", "01", "<pre class=\"text\">words</pre>")]
    public void Each_kind_of_content_is_shown_as_what_it_is(string mimeType, string content, string html) =>
        Assert.Contains(html, Report(MimeBundle.Of(mimeType, content, "words")));

    [Fact]
    public void Content_that_no_page_can_show_is_named() =>
        Assert.Contains("(application/x-unknown: nothing that a page can show)", Report(MimeBundle.Of("application/x-unknown", "01")));

    [Fact]
    public void A_chart_has_its_picture_and_words_for_it()
    {
        var html = Report(new MimeBundle(
        [
            new(MimeTypes.Plotly, """{"data":[{"type":"bar"}],"layout":{"title":{"text":"Ratings"},"yaxis":{"title":{"text":"rows"}}}}"""),
            new("image/png", "iVBORw0KGgo="),
        ]));
        Assert.Contains("<img class=\"picture\" src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"Chart: Ratings. rows. bar plot\">", html);
    }

    [Theory]
    [InlineData("""{"data":[{"name":"train"},{"name":"test"}],"layout":{"title":"Loss","xaxis":{"title":"epoch"},"yaxis":{"title":{"text":"loss"}}}}""", "Chart: Loss. loss by epoch. scatter plot of train, test")]
    [InlineData("""{"data":3,"layout":[]}""", "Chart")]
    [InlineData("nothing", "Chart")]
    public void A_figure_is_told_in_words(string figure, string words) => Assert.Equal(words, FigureText.Of(figure));

    [Fact]
    public void Of_a_flood_of_text_the_middle_is_left_out()
    {
        var html = Report(SampleRun.Of("flood.dib", SampleRun.Cell(1, "csharp", "x", new StreamOutput(new string('<', 16_000_000) + "the end", false))));
        Assert.InRange(html.Length, 100_000, 1_000_000);
        Assert.Contains("15,880,007 characters are left out here", html);
        Assert.Contains("the end</pre>", html);
    }

    [Fact]
    public void Text_of_the_notebook_cannot_become_markup()
    {
        const string evil = "<script>alert(\"'&\0\x1b]\ud800</script>";
        var failure = new CellFailure(1, $"/{evil}.dib", 1, evil, evil, evil, [evil]);
        var html = Report(SampleRun.Of($"{evil}.dib", SampleRun.Cell(1, evil, evil, new StreamOutput(evil, true), new ErrorOutput(failure))) with
        {
            Parameters = new Dictionary<string, string> { [evil] = evil },
            Metrics = new Dictionary<string, double> { [evil] = 1 },
        });
        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain('\0', html);
    }

    [Fact]
    public void Highlighting_keeps_every_text() => Prop.ForAll<string?>(text =>
    {
        var code = (text ?? "").Replace("\r", "", StringComparison.Ordinal);
        var expected = ReportText.Encode(code);
        return new[] { "json", "csharp", "sql" }.All(language => Plain(CodeHighlighter.Highlight(code, language)) == Plain(expected));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_picture_of_the_notebooks_folder_is_in_the_page()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a picture.svg", "<svg/>");
        var html = Report(SampleRun.Of(Path.Combine(folder.Path, "book.dib"), SampleRun.Cell(1, "markdown", "![Words](a%20picture.svg) ![Other](none.png)")));
        Assert.Contains("<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"Words\"", html);
        Assert.Contains("<img src=\"none.png\"", html);
    }

    [Fact]
    public void A_picture_that_a_cell_keeps_is_in_the_page()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("book.ipynb", """
            {"cells":[{"cell_type":"markdown","id":"a","metadata":{},"attachments":{"a b.png":{"image/png":"iVBORw0KGgo="}},"source":["![Words](attachment:a%20b.png)"]}],
             "metadata":{},"nbformat":4,"nbformat_minor":5}
            """);
        var cell = NotebookDocument.Read(path).Cells.Single();
        Assert.Contains("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"Words\"", Report(SampleRun.Of(path, new CellRun(cell, 1, RunStatus.Succeeded, null, [], TimeSpan.Zero))));
    }

    private static string Plain(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "</?span[^>]*>", ""));
}
