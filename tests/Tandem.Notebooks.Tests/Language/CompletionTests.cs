namespace Tandem.Notebooks.Tests;

public sealed class CompletionTests(LanguageFixture language) : IClassFixture<LanguageFixture>
{
    [Theory]
    [InlineData("film.|", "Title Year Colour Rate Label ToString", "Parse Old _secret get_Title Equal")]
    [InlineData("film.Ti|", "Title", "Year")]
    [InlineData("film?.|", "Title Rate", "Parse")]
    [InlineData("film.Title.|", "Length Trim Select", "IsNullOrEmpty")]
    [InlineData("film\n  .Title\n  .|", "Length", "IsNullOrEmpty")]
    [InlineData("film.|\nvar y = 3;", "Title", "Parse")]
    [InlineData("film.Ti|\nfilm.Year = 3;", "Title", "Year")]
    [InlineData("if (film.|) { }", "Title", "Parse")]
    [InlineData("perhaps?.|", "CompareTo", "HasValue")]
    [InlineData("perhaps.|", "HasValue Value", "CompareTo_")]
    [InlineData("numbers.|", "Add Count Where Select ToList", "Empty")]
    [InlineData("numbers.Where(n => n > 1).|", "Select First", "Add")]
    [InlineData("numbers.Select(n => n.|", "CompareTo ToString", "Parse")]
    [InlineData("numbers.Select(n => new { Half = n / 2 }).Select(h => h.|)", "Half", "n")]
    [InlineData("Film.|", "Parse", "Title")]
    [InlineData("Colour.|", "Red Green", "Grey Parse")]
    [InlineData("string.|", "Join Empty IsNullOrEmpty", "Length Trim")]
    [InlineData("System.|", "Text Console Collections", "film")]
    [InlineData("System.Collections.Gen|", "Generic", "Concurrent")]
    [InlineData("global::Sys|", "System", "film")]
    [InlineData("Film.Parse(1).|", "Title", "Parse")]
    [InlineData("$\"{film.|}\"", "Title", "Parse")]
    [InlineData("$\"{film.|", "Title", "Parse")]
    [InlineData("(1, Name: 2).|", "Item1 Name", "")]
    [InlineData("new[] { 1 }.|", "Length Select", "")]
    [InlineData("class Rating { public Colour Colour; int F() => Colour.| }", "Red CompareTo", "")]
    public async Task After_a_dot_the_members_are_offered_that_can_be_used_there(string code, string offered, string notOffered) => await Check(code, offered, notOffered);

    [Theory]
    [InlineData("fi|", "film fixed", "Title")]
    [InlineData("|", "film numbers tell Twice Film Colour Console display System var if class", "Title _ <Main> Submission#0")]
    [InlineData("Tw|", "Twice", "")]
    [InlineData("dis|", "display", "")]
    [InlineData("StringB|", "StringBuilder", "")]
    [InlineData("var later = 1;\nla|", "later", "")]
    [InlineData("la|\nvar later = 1;", "", "later")]
    [InlineData("void F(int given) { var inner = 1; { in| } var after = 2; }", "inner int", "after")]
    [InlineData("void F(int given) { gi| }", "given", "")]
    [InlineData("foreach (var item in numbers) { it| }", "item", "")]
    [InlineData("foreach (var n in nu|", "numbers", "")]
    [InlineData("numbers.Select(item => it|", "item", "")]
    [InlineData("class A { int _field; void F() { _f| } }", "_field", "")]
    [InlineData("class A<TKey> { TK| }", "TKey", "")]
    [InlineData("var x = fi|;", "film", "")]
    [InlineData("var own = ow|", "", "own")]
    [InlineData("return fi|", "film", "")]
    [InlineData("var @class = 1;\ncl|", "@class class", "")]
    public async Task Names_in_scope_are_offered(string code, string offered, string notOffered) => await Check(code, offered, notOffered);

    [Theory]
    [InlineData("new Fi|", "Film FileInfo", "film fixed")]
    [InlineData("new |", "Film List StringBuilder", "Colour IEnumerable Math film if")]
    [InlineData("List<Fi|> films;", "Film", "film")]
    [InlineData("void F(Fi|", "Film", "film")]
    [InlineData("void F(st|", "string", "static")]
    [InlineData("class B : Fi|", "Film", "film")]
    [InlineData("typeof(Fi|)", "Film", "film")]
    [InlineData("(Fi|)x", "Film film", "")]
    [InlineData("[Obs|] void F() { }", "Obsolete", "ObsoleteAttribute")]
    [InlineData("using Sys|", "System", "Film")]
    [InlineData("using System.|", "Text Collections", "Console")]
    [InlineData("using static System.|", "Console Math", "film")]
    [InlineData("using |", "System static", "Film film")]
    public async Task Where_a_type_or_a_namespace_stands_nothing_else_is_offered(string code, string offered, string notOffered) => await Check(code, offered, notOffered);

    [Theory]
    [InlineData("fo|", "for foreach", "")]
    [InlineData("for|", "for foreach", "")]
    [InlineData("pub|", "public", "")]
    [InlineData("class A { pub| }", "public", "")]
    [InlineData("class A { re| }", "record readonly required", "return")]
    [InlineData("class A { void F() { re| } }", "return", "record")]
    [InlineData("class A { void F() { th| } }", "this throw", "")]
    [InlineData("class A { int P { g| } }", "get", "")]
    [InlineData("var x = fa|", "false", "for")]
    [InlineData("Console.WriteLine(nu|", "null", "")]
    [InlineData("while (true) { br|", "break", "")]
    [InlineData("br|", "", "break")]
    [InlineData("if (true) { }\nel|", "else", "")]
    [InlineData("el|", "", "else")]
    [InlineData("try { } ca|", "catch", "")]
    [InlineData("switch (1) { ca| }", "case", "")]
    [InlineData("void F() { switch (1) { ca| } }", "case", "catch")]
    [InlineData("switch (1) { case 1: break; de| }", "default", "")]
    [InlineData("film i|", "is", "int")]
    [InlineData("film is no|", "not", "")]
    [InlineData("from n in numbers wh|", "where", "")]
    [InlineData("from n in numbers where n > 1 sel|", "select", "")]
    [InlineData("int.TryParse(\"1\", o|", "out", "")]
    public async Task Keywords_are_offered_where_they_can_stand(string code, string offered, string notOffered) => await Check(code, offered, notOffered);

    [Theory]
    [InlineData("film.Rate(|", "stars: remark:", "")]
    [InlineData("film.Rate(1, |)", "remark:", "stars:")]
    [InlineData("film.Rate(stars: 1, re|)", "remark:", "stars:")]
    [InlineData("new Seat(|)", "Row: Number:", "")]
    [InlineData("numbers.Select(|", "selector:", "")]
    [InlineData("tell(|", "arg:", "")]
    [InlineData("new Film { | }", "Title Year Colour Tags", "Label Old film Rate")]
    [InlineData("new Film { Title = \"\", | }", "Year Colour", "Title")]
    [InlineData("new Film\n{\n    Title = \"\",\n    Ye|\n};", "Year", "Title")]
    [InlineData("Film f = new() { | };", "Title Year", "film")]
    [InlineData("var other = seat with { | };", "Row Number", "seat")]
    [InlineData("film is { | }", "Title Label", "film")]
    [InlineData("film is { Title: { | } }", "Length", "Title")]
    [InlineData("new List<int> { nu| }", "numbers", "")]
    [InlineData("film.Colour == |", "Colour.Red Colour.Green", "Colour.Grey")]
    [InlineData("film.Colour == Re|", "Colour.Red", "Colour.Green")]
    [InlineData("film.Colour is |", "Colour.Red", "")]
    [InlineData("film.Colour = |", "Colour.Red", "")]
    [InlineData("new Film { Colour = | }", "Colour.Red", "")]
    [InlineData("switch (film.Colour) { case | }", "Colour.Red", "")]
    [InlineData("var x = film.Colour switch { | }", "Colour.Red", "")]
    [InlineData("film is { Colour: | }", "Colour.Red", "")]
    [InlineData("void F(Colour c) { } F(|)", "Colour.Red c:", "")]
    [InlineData("DayOfWeek day = Mo|", "DayOfWeek.Monday", "DayOfWeek.Sunday")]
    [InlineData("class B : Film { public override | }", "string_ToString()_=>_base.ToString(); int_Weigh(int_factor)_=>_base.Weigh(factor);", "film Film")]
    [InlineData("class B : Film { public override int We| }", "Weigh(int_factor)_=>_base.Weigh(factor);", "")]
    [InlineData("class B : Film { public override int Weigh(int factor) => 1; public override string | }", "ToString()_=>_base.ToString();", "Weigh(int_factor)_=>_base.Weigh(factor);")]
    public async Task What_a_place_asks_for_is_offered(string code, string offered, string notOffered) => await Check(code, offered, notOffered);

    [Theory]
    [InlineData("// fi|")]
    [InlineData("/* fi| */")]
    [InlineData("/// <see cref=\"fi|\"/>\nvoid F() { }")]
    [InlineData("\"fi|\"")]
    [InlineData("$\"fi|\"")]
    [InlineData("\"\"\"\nfi|\n\"\"\"")]
    [InlineData("'f|'")]
    [InlineData("12|")]
    [InlineData("0xf|")]
    [InlineData("int fi|")]
    [InlineData("var fi|")]
    [InlineData("class Fi|")]
    [InlineData("void Fi|")]
    [InlineData("void F(int fi|")]
    [InlineData("foreach (var fi|")]
    [InlineData("Twice.|")]
    [InlineData("nothing.|")]
    public async Task Nothing_is_offered_in_texts_and_comments_and_for_new_names(string code) => Assert.Empty((await language.Complete(code)).Items);

    [Theory]
    [InlineData("Console.Wri|", "Write WriteLine")]
    [InlineData("Console.wrl|", "WriteLine")]
    [InlineData("numbers.tol|", "ToList ToLookup")]
    [InlineData("numbers.FirstO|", "FirstOrDefault")]
    public async Task What_begins_as_typed_comes_or_whose_words_do(string code, string offered) =>
        Assert.Equal(offered.Split(' '), (await language.Complete(code)).Items.Select(item => item.Text));

    [Fact]
    public async Task Better_matches_come_first_and_then_what_is_nearer()
    {
        var items = (await language.Complete("var Fixture = 1; void F(int fit) { fi| }")).Items.Select(item => item.Text).ToList();
        Assert.Equal(["fit", "film"], items.Take(2));
        Assert.True(items.IndexOf("film") < items.IndexOf("Film") && items.IndexOf("Fixture") < items.IndexOf("Film") && items.IndexOf("fixed") < items.IndexOf("Fixture"));
    }

    [Theory]
    [InlineData("film.Ti|tle.Length", 5, 10)]
    [InlineData("film.|", 5, 5)]
    [InlineData("  @fi|", 2, 5)]
    [InlineData("", 0, 0)]
    public async Task The_whole_word_at_the_cursor_is_to_be_replaced(string code, int start, int end)
    {
        var list = await language.Complete(code.Length == 0 ? "|" : code);
        Assert.Equal((start, end), (list.Start, list.End));
    }

    [Theory]
    [InlineData("fil|", "film", CompletionKind.Variable)]
    [InlineData("Fil|", "Film", CompletionKind.Class)]
    [InlineData("Col|", "Colour", CompletionKind.Enum)]
    [InlineData("Colour.R|", "Red", CompletionKind.EnumMember)]
    [InlineData("film.T|", "Title", CompletionKind.Property)]
    [InlineData("film.R|", "Rate", CompletionKind.Method)]
    [InlineData("Sys|", "System", CompletionKind.Namespace)]
    [InlineData("int.Max|", "MaxValue", CompletionKind.Constant)]
    [InlineData("DateT|", "DateTime", CompletionKind.Struct)]
    [InlineData("IEnum|", "IEnumerable", CompletionKind.Interface)]
    [InlineData("Func|", "Func", CompletionKind.Delegate)]
    [InlineData("retu|", "return", CompletionKind.Keyword)]
    [InlineData("film.Rate(sta|", "stars:", CompletionKind.ArgumentName)]
    public async Task Items_say_what_they_stand_for(string code, string text, CompletionKind kind) =>
        Assert.Equal(kind, (await language.Complete(code)).Items.First(item => item.Text == text).Kind);

    [Fact]
    public async Task Code_in_any_state_is_completed_and_inspected_without_failing()
    {
        const string code = """"""
            #r "nuget: Tandem"
            using System.Text; using static System.Math;
            [Obsolete("x")] record Row<T>(string Name, T? Value) : IComparable where T : struct { public override string ToString() => $"{Name,5:f2} {Value?.ToString()}"; }
            var rows = from n in numbers where n is > 1 and not 3 let m = n * 2 orderby m descending select new { n, m };
            switch (film) { case { Year: > 1900, Title.Length: 3 } f when f.Rate(stars: 1) == 2: break; default: goto end; }
            end: try { await Task.Delay(1); } catch (Exception e) when (e is not null) { throw; } finally { film?.Tags[^1].Trim(); }
            var text = """"raw {{0}} "" """"; var (a, b) = (1, 'x'); int[] xs = [1, ..numbers]; Func<int, int> f2 = static x => x switch { 1 => 2, _ => checked(3) };
            """""";
        for (var cursor = 0; cursor <= code.Length; cursor += 7)
        {
            await language.Session.CompleteAsync(code[..cursor], cursor, TestContext.Current.CancellationToken);
            await language.Session.CompleteAsync(code, cursor, TestContext.Current.CancellationToken);
            await language.Session.InspectAsync(code[..cursor], cursor, InspectionDetail.Full, TestContext.Current.CancellationToken);
            await language.Session.InspectAsync(code, cursor, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Asking_changes_nothing_in_the_session()
    {
        using var session = new SessionHarness();
        await session.Run("var x = 1;");
        await session.Complete("x = 2; var y = 3; #r \"nuget: None\"\ny.");
        await session.RunAll("class Kept { }", "var kept = new Kept();");
        await session.Complete("class Kept { public int Other; } kept.");
        await session.RunAll("Kept again = kept; display(x);");
        Assert.Equal(["1"], session.Shown);
        Assert.False((await session.Run("y")).Succeeded);
    }

    [Fact]
    public async Task A_new_session_completes_before_its_first_cell_and_after_one_that_failed()
    {
        using var session = new SessionHarness();
        Assert.Contains("WriteLine", await session.Complete("Console.Wr"));
        await session.Run("var x = nothing;");
        Assert.Contains("WriteLine", await session.Complete("Console.Wr"));
        await session.Run("var begun = 1; throw new Exception();");
        Assert.Contains("begun", await session.Complete("beg"));
    }

    [Fact]
    public async Task A_cursor_outside_of_the_code_is_an_error() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => language.Session.CompleteAsync("x", 2, TestContext.Current.CancellationToken));

    /// <summary>Names are separated by spaces; those within a name are written as <c>_</c>.</summary>
    private async Task Check(string code, string offered, string notOffered)
    {
        var texts = (await language.Complete(code)).Items.Select(item => item.Text.Replace(' ', '_')).ToHashSet();
        var missing = offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(name => !texts.Contains(name));
        var wrong = notOffered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(texts.Contains);
        Assert.True(!missing.Any() && !wrong.Any(), $"{code}: missing {string.Join(" ", missing)}; wrong {string.Join(" ", wrong)}; offered {texts.Count}: {string.Join(" ", texts.Order().Take(40))}");
    }
}
