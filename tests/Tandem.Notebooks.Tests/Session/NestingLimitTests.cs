namespace Tandem.Notebooks.Tests;

/// <summary>Code nested so deeply that the compiler would overflow the stack, which ends the process.</summary>
public sealed class NestingLimitTests
{
    private const int Depth = 16_000;

    /// <summary>Each on the second of two lines.</summary>
    public static TheoryData<string> DeepCode => new(new[]
    {
        "var x = " + Nested("(", "1", ")") + ";",
        Repeat("("),
        "var x = " + Nested("[", "", "]") + ";",
        "var x = 1 is " + Nested("(", "1", ")") + ";",
        "var x = 1 is " + Nested("{A:", "1", "}") + ";",
        "var x = 1 is " + Repeat("not ") + "1;",
        Nested("A<", "int", ">") + " x;",
        Repeat("A</*>*/"),
        Repeat("( /*)*/"),
        Nested("(int, ", "int", ")") + " x;",
        Nested("delegate*<", "int", ">") + " x;",
        "var x = a" + Repeat("<(a") + ";",
        "var x = new A " + Nested("{ a = ", "1", "}") + ";",
        Nested("{", "", "}"),
        Nested("$\"{", "1", "}\""),
    }.Select(code => "1 + 1;\n" + code));

    [Theory]
    [MemberData(nameof(DeepCode))]
    public void A_check_names_the_line(string code)
    {
        var document = new NotebookDocument("deep.dib", "csharp", [], [new NotebookCell("csharp", code, 10), new NotebookCell("csharp", "var x = ;", 20)]);
        var problems = NotebookCheck.Document(document);
        Assert.Equal((11, 1), (problems[0].Line, problems[0].Cell));
        Assert.Contains("for the compiler", problems[0].Message);
        Assert.Contains(problems, problem => problem.Cell == 2);
        Assert.Equal("invalid", CodeCompleteness.Judge(code).Status);
        Assert.Empty(CellParameter.DeclaredIn(document));
    }

    [Fact]
    public async Task The_cell_fails_alone()
    {
        using var session = new SessionHarness();
        var failure = (await session.Run("var a = 1;\n\nvar x = " + Nested("(", "a", ")") + ";")).Failure!;
        Assert.Equal((3, "Nesting"), (failure.Line, failure.Kind));
        Assert.Empty(await session.Complete("var x = " + Repeat("(") + "a"));
        await session.RunAll("1 + 1");
        Assert.Equal(["2"], session.Shown);
    }

    [Theory]
    [InlineData("$\"{", "}\"")]
    [InlineData("$@\"{", "}\"")]
    [InlineData("@$\"{ (", ")}\"")]
    [InlineData("$\"\"\"{", "}\"\"\"")]
    [InlineData("$\"{(true ? ", " : \"\")}\"")]
    public async Task Ten_interpolated_strings_within_each_other_are_read_and_the_eleventh_is_named(string open, string close)
    {
        using var session = new SessionHarness();
        await session.RunAll("var a = " + Nested(open, "1", close, 10) + ";\na");
        Assert.Equal(["1"], session.Shown);
        var code = "var b = 2;\nvar c = " + Nested(open, "1", close, 11) + ";";
        var failure = (await session.Run(code)).Failure!;
        Assert.Equal((4, "Nesting"), (failure.Line, failure.Kind));
        Assert.Contains("takes 10 within each other", failure.Message);
        var document = new NotebookDocument("deep.dib", "csharp", [], [new NotebookCell("csharp", code, 10)]);
        var problem = Assert.Single(NotebookCheck.Document(document));
        Assert.Equal(11, problem.Line);
        Assert.StartsWith($"line 2, column {"var c = ".Length + 10 * open.Length + 1}: interpolated strings", problem.Message);
        Assert.Empty(await session.Complete("var c = " + string.Concat(Enumerable.Repeat(open, 11)) + "a"));
    }

    [Fact]
    public async Task Many_interpolated_strings_beside_each_other_are_read()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "var x = 1;\n$\"" + Repeat("{$\"{x}\"}", 60) + "\".Length",
            "string.Concat(" + string.Join(", ", Enumerable.Repeat("$\"{x}\"", 300)) + ").Length");
        Assert.Equal(["60", "300"], session.Shown);
    }

    /// <summary>Code that is a chain of so many links, with no bracket in them.</summary>
    public static TheoryData<string, string, string> Chains => new()
    {
        { "var x = 1; var v = ", "- ", "x;" },
        { "var x = true; var v = ", "!", "x;" },
        { "var x = 1; var v = x", "+x", ";" },
        { "var x = true; var v = x", " && x", ";" },
        { "var x = true; var v = ", "x ? 1 : ", "2;" },
        { "string x = null; var v = x", " ?? x", ";" },
        { "int x; x", " = x", " = 1;" },
        { "class A { public A B() => this; } var v = new A()", ".B()", ";" },
        { "class A { public A B => this; } var v = new A()", "?.B", ";" },
        { "var x = 1; if (x == 2) { }", " else if (x == 2) { }", "" },
        { "object f = ", "a => ", "1;" },
        { "int", "[]", " v = null;" },
        { "var v = 1 is 1", " or 1", ";" },
        { "var v = ", "(int)", "1;" },
        { "var v = ", "await ", "Task.FromResult(1);" },
        { "var v = ", "x:", "1;" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_chain_of_a_hundred_thousand_links_is_named_by_a_check_and_fails_its_cell_alone(string before, string link, string after)
    {
        var code = before + Repeat(link, 100_000) + after;
        var problems = NotebookCheck.Document(new NotebookDocument("long.dib", "csharp", [], [new NotebookCell("csharp", code, 10)]));
        Assert.Contains("column", problems[0].Message);
        using var session = new SessionHarness();
        Assert.Equal("Nesting", (await session.Run(code)).Failure!.Kind);
        await session.RunAll("1 + 1");
        Assert.Equal(["2"], session.Shown);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_chain_of_two_thousand_links_never_ends_the_process(string before, string link, string after)
    {
        using var session = new SessionHarness();
        await session.Run(before + Repeat(link, 2_000) + after);
        await session.RunAll("1 + 1");
        Assert.Equal("2", session.Shown[^1]);
    }

    [Fact]
    public async Task Documentation_is_read()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "/// " + string.Concat(Enumerable.Repeat("<a>", 5_000)) + "\nclass A { }",
            "new A() is not null");
        Assert.Equal(["true"], session.Shown);
    }

    [Fact]
    public async Task Long_code_that_is_not_deep_runs()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "var n = 1" + string.Concat(Enumerable.Repeat("+1", 20_000)) + ";\nn",
            "string.Concat(" + string.Join(", ", Enumerable.Repeat("(n < 3 ? \"((\" : \"<\").Length", 1_000)) + ").Length",
            "n switch { " + string.Concat(Enumerable.Range(0, 400).Select(i => $"< {i} => {i}, ")) + " _ => 1 }",
            "var smilies = @\"" + string.Concat(Enumerable.Repeat(":( ", 2_000)) + "\"; smilies.Length");
        Assert.Equal(["20001", "1000", "1", "6000"], session.Shown);
    }

    private static string Repeat(string text, int times = Depth) => string.Concat(Enumerable.Repeat(text, times));

    private static string Nested(string open, string inside, string close, int depth = Depth) => Repeat(open, depth) + inside + Repeat(close, depth);
}
