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
    }.Select(code => "1 + 1;\n" + code));

    [Theory]
    [MemberData(nameof(DeepCode))]
    public void A_check_names_the_line(string code)
    {
        var document = new NotebookDocument("deep.dib", "csharp", [], [new NotebookCell("csharp", code, 10), new NotebookCell("csharp", "var x = ;", 20)]);
        var problems = NotebookCheck.Document(document);
        Assert.Equal((11, 1), (problems[0].Line, problems[0].Cell));
        Assert.Contains("nested too deeply", problems[0].Message);
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

    [Fact]
    public async Task Interpolated_strings_within_each_other_and_documentation_are_read()
    {
        using var session = new SessionHarness();
        await session.RunAll(
            "var a = " + string.Concat(Enumerable.Repeat("$\"{", 8)) + "1" + string.Concat(Enumerable.Repeat("}\"", 8)) + ";\na",
            "/// " + string.Concat(Enumerable.Repeat("<a>", 5_000)) + "\nclass A { }");
        Assert.Equal(["1"], session.Shown);
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

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, Depth));

    private static string Nested(string open, string inside, string close) => Repeat(open) + inside + Repeat(close);
}
