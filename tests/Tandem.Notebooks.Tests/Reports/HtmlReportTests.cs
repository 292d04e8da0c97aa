namespace Tandem.Notebooks.Tests;

public sealed class HtmlReportTests
{
    private static async Task<string> Report(string dib)
    {
        var run = await new NotebookRunner().RunAsync(DibFormat.Parse(dib, "test.dib"), TestContext.Current.CancellationToken);
        using var writer = new StringWriter();
        HtmlReport.Write(run, writer);
        return writer.ToString();
    }

    [Fact]
    public async Task Title_contents_and_prose_come_from_the_markdown()
    {
        var html = await Report("#!markdown\n# Two *towers*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## The `data`\n\n$e=mc^2$\n#!markdown\n## The data\n");
        Assert.Contains("<title>Two *towers*</title>", html);
        Assert.Contains("<a href=\"#the-data\">The data</a>", html);
        Assert.Contains("<h2 id=\"the-data-2\">", html);
        Assert.Contains("<td>1</td>", html);
        Assert.Contains("<math display=\"inline\">", html);
    }

    [Fact]
    public void Code_is_coloured_and_keeps_its_text()
    {
        const string code = "// note <b>\nvar x = $\"{1 + 1:f2}\"; #!nope\n#!time\n";
        var html = CSharpHighlighter.Highlight(code);
        Assert.Contains("<span class=\"k\">var</span>", html);
        Assert.Contains("<span class=\"c\">// note &lt;b&gt;</span>", html);
        Assert.Equal(code, System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(html, "</?span[^>]*>", "")));
    }

    [Fact]
    public async Task A_figure_is_live_and_cannot_break_out_of_its_script()
    {
        var html = await Report("#!csharp\nPlots.Bars(\"</script><b>\", [(\"a\", 1.0)])\n");
        Assert.Contains("<figure class=\"chart\"><script type=\"application/json\">", html);
        Assert.DoesNotContain("</script><b>", html);
    }

    [Fact]
    public async Task Plotly_is_in_the_page_only_when_there_is_a_figure()
    {
        Assert.InRange((await Report("#!csharp\n1\n")).Length, 0, 100_000);
        var html = await Report("#!csharp\nPlots.Bars(\"t\", [(\"a\", 1.0)])\n");
        Assert.Equal(!ReportScript.Plotly.IsEmbedded, html.Contains("https://cdn.jsdelivr.net/npm/plotly.js-dist-min@", StringComparison.Ordinal));
        Assert.Equal(!ReportScript.Plotly.IsEmbedded, html.Contains("from the network", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Console_text_is_escaped_and_terminal_colours_are_dropped() =>
        Assert.Contains("<pre class=\"stream\">&lt;b&gt; red</pre>", await Report("#!csharp\nConsole.WriteLine(\"<b> \\u001b[31mred\\u001b[0m\");\n"));

    [Fact]
    public async Task A_failed_run_says_so_at_the_top_and_at_the_cell()
    {
        var html = await Report("#!csharp\n1\n#!csharp\nnope\n");
        Assert.Contains("<p class=\"status\" role=\"alert\">test.dib: cell 2 failed at line 4: nope", html);
        Assert.Contains("<strong>CS0103</strong>", html);
    }

    [Fact]
    public async Task Mermaid_shows_as_its_source() =>
        Assert.Contains("<pre class=\"mermaid\">graph LR\n  a --&gt; b</pre>", await Report("#!mermaid\ngraph LR\n  a --> b\n"));
}
