namespace Tandem.Notebooks.Tests;

/// <summary>The ways of showing values that notebooks of .NET Interactive use.</summary>
public sealed class NotebookDisplayTests
{
    private static async Task<MimeBundle> Shown(string source)
    {
        using var session = new SessionHarness();
        await session.RunAll(source);
        return Assert.IsType<DisplayOutput>(session.Outputs[^1]).Content;
    }

    [Fact]
    public async Task A_text_can_be_shown_as_what_it_already_is()
    {
        var content = await Shown("\"*bold*\".DisplayAs(\"text/markdown\");");
        Assert.Equal("*bold*", content.Find(MimeTypes.Markdown));
        Assert.Equal("*bold*", content.Find(MimeTypes.PlainText));
    }

    [Theory]
    [InlineData("display(new { A = 1 }, \"application/json\");")]
    [InlineData("new { A = 1 }.Display(\"application/json\");")]
    public async Task Representations_can_be_chosen(string source)
    {
        var content = await Shown(source);
        Assert.Equal([MimeTypes.Json, MimeTypes.PlainText], content.Contents.Select(entry => entry.Key));
        Assert.Equal("{\"A\":1}", content.Find(MimeTypes.Json));
    }

    [Fact]
    public async Task An_update_keeps_to_the_representations_chosen()
    {
        var content = await Shown("var shown = display(1, \"application/json\"); shown.Update(new[] { 2 });");
        Assert.Equal("[2]", content.Find(MimeTypes.Json));
        Assert.Null(content.Find(MimeTypes.Html));
    }

    [Fact]
    public async Task A_representation_that_a_value_does_not_have_is_refused_with_those_that_it_has()
    {
        using var session = new SessionHarness();
        var result = await session.Run("5.Display(\"image/png\");");
        Assert.StartsWith("int cannot be shown as image/png, only as text/html, text/plain, application/json", result.Failure!.Message);
    }

    [Fact]
    public async Task A_sequence_can_be_shown_as_a_table() =>
        Assert.StartsWith("<table", (await Shown("new[] { 1, 2 }.DisplayTable();")).Find(MimeTypes.Html));

    [Fact]
    public async Task Scripts_and_styles_are_shown_as_html()
    {
        Assert.Equal("<script type=\"text/javascript\">alert(1)</script>", (await Shown("Javascript(\"alert(1)\");")).Find(MimeTypes.Html));
        Assert.Equal("<style>p { color: red }</style>", (await Shown("CSS(\"p { color: red }\");")).Find(MimeTypes.Html));
    }

    [Fact]
    public async Task The_namespaces_that_cells_of_dotnet_interactive_see_are_in_scope()
    {
        using var session = new SessionHarness();
        await session.RunAll("IEnumerable items = new ArrayList { new StringBuilder(\"x\") };\nawait Task.Yield();\nitems.Cast<object>().Count()");
        Assert.Equal(["1"], session.Shown);
    }

    [Fact]
    public async Task A_caught_exception_shows_where_in_the_notebook_it_was_thrown()
    {
        using var session = new SessionHarness();
        await session.RunAll("void Fail() => throw new InvalidOperationException(\"no\");\ntry { Fail(); }\ncatch (Exception e) { display(e); }");
        Assert.Equal("InvalidOperationException: no\n  at Fail in test.dib, line 1\n  at the cell's code in test.dib, line 2", session.Shown[0]);
    }
}
