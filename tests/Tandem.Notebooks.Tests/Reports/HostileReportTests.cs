using System.Text;

namespace Tandem.Notebooks.Tests;

/// <summary>Texts that are deep, damaged or wrong: the report shows them as they are, and all else.</summary>
public sealed class HostileReportTests
{
    [Theory]
    [InlineData('>', 128)]
    [InlineData('>', 20_000)]
    [InlineData('[', 300)]
    [InlineData('[', 20_000)]
    public void Markdown_that_is_nested_too_deep_is_shown_as_written(char bracket, int depth)
    {
        var markdown = new ReportMarkdown("test.dib");
        var html = markdown.Render("# A\n\n" + new string(bracket, depth) + " x");
        Assert.Contains("nested too deep to be rendered", html);
        Assert.Contains($"<pre class=\"text\"># A\n\n{ReportText.Encode(new string(bracket, 128))}", html);
        Assert.Empty(markdown.Headings);
        Assert.Contains("<h1 id=\"b\"", markdown.Render("# B"));
    }

    [Fact]
    public void A_deep_output_and_a_deep_cell_leave_the_rest_of_the_report()
    {
        var run = SampleRun.Of(
            "test.dib",
            SampleRun.Cell(1, "markdown", new string('>', 128) + " x"),
            SampleRun.Cell(2, "csharp", "1", new DisplayOutput(MimeBundle.Of("text/markdown", new string('[', 400)), "a")),
            SampleRun.Cell(3, "csharp", "2", new StreamOutput("the last output\n", false)));
        using var writer = new StringWriter();
        HtmlReport.Write(run, writer);
        Assert.Contains("the last output", writer.ToString());
    }

    [Theory]
    [InlineData("{", "}")]
    [InlineData("\\hat ", "")]
    [InlineData("\\sqrt{", "}")]
    [InlineData("x^{", "}")]
    public void A_formula_that_is_nested_too_deep_is_left_to_the_pages_script(string open, string close)
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "y" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.NotNull(TexMath.ToMathMl(Nested(40), display: false));
        Assert.Null(TexMath.ToMathMl(Nested(200), display: false));
        Assert.Null(TexMath.ToMathMl(Nested(200_000), display: false));
    }

    [Fact]
    public void A_picture_whose_name_no_file_can_have_stays_a_link() =>
        Assert.Contains("src=\"%00.png\"", new ReportMarkdown("test.dib").Render("![x](%00.png)"));

    [Theory]
    [InlineData("{\"layout\":{\"title\":\"\\ud83d\"}}")]
    [InlineData("{\"data\":[1,null],\"layout\":3}")]
    [InlineData("{")]
    public void A_figure_with_a_title_that_is_no_text_is_a_chart(string figure) => Assert.StartsWith("Chart", FigureText.Of(figure));

    [Theory]
    [InlineData("{\"a\": 1e999, \"b\": 2}", 2)]
    [InlineData("{\"a\": \"x\"}", 0)]
    [InlineData("[1]", 0)]
    [InlineData("{bad", 0)]
    public void Metrics_that_are_none_are_left_out_and_infinite_ones_are_written(string json, int count)
    {
        var run = SampleRun.Of(MimeBundle.Of(MimeTypes.Metrics, json));
        var metrics = MetricsCollector.Collect(run.Cells);
        Assert.Equal(count, metrics.Count);
        using var folder = new TemporaryFolder();
        RunFiles.Write(run with { Metrics = metrics }, folder.Path);
        Assert.Equal(count > 0, File.ReadAllText(Path.Combine(folder.Path, "sample.metrics.json")).Contains("\"a\": \"Infinity\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("NaN")]
    [InlineData("[[[")]
    public void An_output_that_is_called_json_and_is_none_is_kept_as_text(string json)
    {
        var run = SampleRun.Of(MimeBundle.Of("application/json", json));
        using var writer = new StringWriter();
        IpynbWriter.Write(run, writer);
        Assert.Contains($"\"application/json\": [\n       \"{json}\"", writer.ToString());
    }

    [Fact]
    public void Json_that_Jupyter_could_not_read_for_its_depth_is_kept_as_text()
    {
        var run = SampleRun.Of(MimeBundle.Of("application/json", new string('[', 800) + new string(']', 800)));
        using var writer = new StringWriter();
        IpynbWriter.Write(run, writer);
        Assert.Equal(1, IpynbReader.Parse(writer.ToString(), "a.ipynb").Cells[0].OutputCount);
        Assert.Contains("\"" + new string('[', 800), writer.ToString());
    }

    [Fact]
    public void Damaged_texts_are_rendered_as_markdown_formulas_code_and_console_text()
    {
        byte[][] good =
        [
            .. new[]
            {
                "# Title\n\n> quote\n> > more\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | [x](y \"z\") |\n\n![p](a%20b.png)\n\n```csharp\nvar x = 1;\n```\n\n[^1]: note\n\ntext *em* **b** ~~c~~ `d` <b>e</b> https://a.b $x_1$ [^1]",
                "$$\nL = -\\sum_{i=1}^{B} \\log \\frac{e^{\\langle u_i, v_i\\rangle}}{\\sqrt{\\hat{q}_j}} \\text{if } \\left( \\mathbb{R} \\right)\n$$",
                "/* c */ var s = $\"{1 + 2:f2}\"; // x\n#!time\nfoo(\"a\\\"b\", 'c', `d`, 0.5);",
                "{\"a\": [1, \"x\", null], \"layout\": {\"title\": {\"text\": \"t\"}}}",
            }.Select(Encoding.UTF8.GetBytes),
        ];
        var markdown = new ReportMarkdown("test.dib");

        // What is rendered is shown, whatever became of the text: nothing fails.
        DamagedInputs.AreReadOrRefused(
            good,
            20_000,
            seed: 14,
            bytes =>
            {
                var text = Encoding.UTF8.GetString(bytes);
                new ReportMarkdown("test.dib").Render(text);
                markdown.MathHtml(text, display: true);
                CodeHighlighter.Highlight(text, "csharp");
                CodeHighlighter.Highlight(text, "js");
                FigureText.Of(text);
                Assert.DoesNotContain('\e', ReportText.Html(text));
            },
            _ => false);
    }
}
