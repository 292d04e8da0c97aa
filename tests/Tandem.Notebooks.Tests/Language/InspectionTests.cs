namespace Tandem.Notebooks.Tests;

public sealed class InspectionTests(LanguageFixture language) : IClassFixture<LanguageFixture>
{
    [Theory]
    [InlineData("fi|lm", "(variable) Film film")]
    [InlineData("numbers|", "(variable) List<int> numbers")]
    [InlineData("film.Ti|tle", "string Film.Title { get; set; }")]
    [InlineData("film.Ra|te(1)", "double Film.Rate(int stars, string remark = \"\")")]
    [InlineData("film.Rate(|", "double Film.Rate(int stars, string remark = \"\")")]
    [InlineData("film.Rate(1, |)", "double Film.Rate(int stars, string remark = \"\")")]
    [InlineData("Fi|lm f;", "class Film")]
    [InlineData("Colour.Re|d", "Colour.Red = 0")]
    [InlineData("new Se|at(1, 2)", "Seat.Seat(int Row, int Number)")]
    [InlineData("Tw|ice(1)", "int Twice(int value)")]
    [InlineData("void F(int given) { gi|ven++; }", "(parameter) int given")]
    [InlineData("void F() { var inner = 1; inn|er++; }", "(local variable) int inner")]
    [InlineData("void F() { var in|ner = 1; }", "(local variable) int inner")]
    [InlineData("List|<int> x;", "class System.Collections.Generic.List<int>")]
    [InlineData("str|ing x;", "class System.String")]
    [InlineData("Syst|em.Console.Beep()", "namespace System")]
    [InlineData("numbers.Sel|ect(n => n + 1)", "(extension) IEnumerable<TResult> Enumerable.Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)")]
    public async Task The_first_line_is_the_signature(string code, string signature)
    {
        var text = await language.Inspect(code);
        Assert.StartsWith(signature, text?.Split('\n')[0]);
    }

    [Theory]
    [InlineData("|")]
    [InlineData("1 |+ 2")]
    [InlineData("\"fi|lm\"")]
    [InlineData("// fi|lm")]
    [InlineData("noth|ing")]
    [InlineData("#!ti|me")]
    [InlineData("film   |  ")]
    [InlineData("film\n#!html\nfi|lm")]
    public async Task Of_what_is_not_known_nothing_is_said(string code) => Assert.Null(await language.Inspect(code));

    [Fact]
    public async Task Documentation_of_cells_is_written_out_section_by_section()
    {
        var text = await language.Inspect("film.Ra|te(1)");
        Assert.Equal(
            """
            double Film.Rate(int stars, string remark = "")

            Rates the film.

            Parameters:
              stars: From 1 to 5.

            Returns:
              The new mean.

            Exceptions:
              ArgumentException: Too many stars.
            """,
            text);
    }

    [Fact]
    public async Task Documentation_is_html_too_and_safe()
    {
        var (code, cursor) = LanguageFixture.Cursor("film.Ra|te(1)");
        var html = (await language.Session.InspectAsync(code, cursor, cancellationToken: TestContext.Current.CancellationToken))!.Find(MimeTypes.Html)!;
        Assert.Contains("remark = &quot;&quot;)", html);
        Assert.Contains("<p>Rates the film.</p>", html);
        Assert.Contains("<code>stars</code>: From 1 to 5.", html);
    }

    [Fact]
    public async Task References_in_documentation_are_named_shortly() => Assert.Contains("A film of the none catalogue, see String.Length.", await language.Inspect("Fi|lm f;"));

    [Fact]
    public async Task A_property_of_a_record_is_documented_by_the_parameter() => Assert.Contains("Counted from the screen.", await language.Inspect("seat.Ro|w"));

    [Fact]
    public async Task The_library_is_documented_by_the_files_beside_its_assemblies()
    {
        var text = await language.Inspect("Rep|ort(\"loss\", 1);");
        Assert.StartsWith("void Tandem.Notebooks.NotebookDisplay.Report(string", text);
        Assert.Contains("\n\nParameters:\n  ", text);
    }

    [Fact]
    public async Task Dotnet_is_documented_by_the_sdk_where_one_is_installed()
    {
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        Assert.SkipUnless(Directory.Exists(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref")), "no reference pack is installed beside the runtime");
        var text = await language.Inspect("string.Jo|in(\",\", numbers)");
        Assert.Contains("Concatenates", text);
        Assert.Contains("Returns:", text);
        Assert.Matches(@"\(\+ \d+ overloads\)", text);
    }

    [Fact]
    public async Task In_full_all_overloads_are_listed()
    {
        var text = await language.Inspect("Math.Ma|x(1, 2)", InspectionDetail.Full);
        Assert.StartsWith("int Math.Max(int val1, int val2)\n", text);
        Assert.Contains("\ndouble Math.Max(double val1, double val2)", text);
        Assert.DoesNotContain("overload", text);
    }

    [Fact]
    public async Task A_variable_shows_its_value_in_short_or_in_full()
    {
        Assert.Contains("\n\n= [1, 2, 3]", await language.Inspect("numbers|"));
        Assert.Contains("= 4", await language.Inspect("perh|aps"));
        Assert.Contains("Metropolis", await language.Inspect("film|", InspectionDetail.Full));
    }

    [Fact]
    public async Task A_value_whose_text_fails_says_so()
    {
        using var session = new NotebookSession();
        await session.RunAsync(new NotebookCell("csharp", "class Bad { public override string ToString() => throw new InvalidOperationException(\"no text\"); } var bad = new Bad();", 1), 1, _ => { }, TestContext.Current.CancellationToken);
        var text = await session.InspectAsync("bad", 1, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("InvalidOperationException: no text", text!.Find(MimeTypes.PlainText));
    }
}
