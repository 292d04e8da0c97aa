namespace Tandem.Notebooks.Tests;

public sealed class DirectiveCompletionTests
{
    [Theory]
    [InlineData("#!sh|", "#!share", 0, 4)]
    [InlineData("#!ti|me", "#!time", 0, 6)]
    [InlineData("#!ht|", "#!http #!html", 0, 4)]
    [InlineData("var x = 1;\n#!wh|", "#!who #!whos", 11, 15)]
    [InlineData("#!set --na|", "--name", 6, 10)]
    [InlineData("#!set --name x --|", "--value --mime-type --byref", 15, 17)]
    [InlineData("#!set --name x --value @in|", "@input:", 23, 26)]
    [InlineData("#!set --name x --value @csharp:se|", "@csharp:seats", 23, 33)]
    [InlineData("#!share --from ja|", "javascript", 15, 17)]
    [InlineData("#!share se|", "seats", 8, 10)]
    [InlineData("#!import Fi|", "Films.dib", 9, 11)]
    [InlineData("#!import \"data files/|\"", "data files/more.ipynb", 10, 21)]
    [InlineData("#!import da|", "data files/", 9, 11)]
    [InlineData("#r \"Lib|\"", "Library.dll", 4, 7)]
    [InlineData("#r \"nu|", "nuget:", 4, 6)]
    public async Task Directives_their_options_and_values_are_offered(string marked, string offered, int start, int end)
    {
        using var folder = new TemporaryFolder();
        folder.Write("Films.dib", "");
        folder.Write("Films.txt", "");
        folder.Write("Library.dll", "");
        Directory.CreateDirectory(Path.Combine(folder.Path, "data files"));
        folder.Write("data files/more.ipynb", "{}");
        using var session = new NotebookSession(new SessionOptions { File = Path.Combine(folder.Path, "test.dib") });
        await session.RunAsync(new NotebookCell("csharp", "var seats = 3;", 1), 1, _ => { }, TestContext.Current.CancellationToken);
        var (code, cursor) = LanguageFixture.Cursor(marked);
        var list = await session.CompleteAsync(code, cursor, TestContext.Current.CancellationToken);
        Assert.Equal((start, end), (list.Start, list.End));
        var texts = list.Items.Select(item => item.Text).ToList();
        var names = offered.Contains('.') || offered.Contains('/') ? [offered] : offered.Split(' ');
        Assert.Empty(names.Except(texts));
        Assert.DoesNotContain("Films.txt", texts);
    }

    [Theory]
    [InlineData("#!html\n<b>Cons|</b>")]
    [InlineData("#!markdown\nCons|")]
    [InlineData("#!set --name Cons|")]
    [InlineData("#!unknown Cons|")]
    public async Task In_text_of_another_language_no_csharp_is_offered(string marked)
    {
        using var session = new NotebookSession();
        var (code, cursor) = LanguageFixture.Cursor(marked);
        Assert.Empty((await session.CompleteAsync(code, cursor, TestContext.Current.CancellationToken)).Items);
    }

    [Fact]
    public async Task Below_directives_and_other_languages_csharp_is_completed()
    {
        using var session = new NotebookSession();
        const string code = "#!time\n#r \"nuget: Tandem\"\n#!html\n<p>{</p>\n#!csharp\r\nConsole.Wri";
        var list = await session.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken);
        Assert.Equal(["Write", "WriteLine"], list.Items.Select(item => item.Text));
    }
}
