namespace Tandem.Notebooks.Tests;

public sealed class DirectiveTests
{
    [Theory]
    [InlineData("5", "Int32", "5")]
    [InlineData("-3", "Int32", "-3")]
    [InlineData("5000000000", "Int64", "5000000000")]
    [InlineData("0.1", "Double", "0.1")]
    [InlineData("1e-3", "Double", "0.001")]
    [InlineData("true", "Boolean", "True")]
    [InlineData("words", "String", "words")]
    [InlineData("\"5\"", "String", "5")]
    [InlineData("\"two words\"", "String", "two words")]
    public async Task Set_declares_a_variable_whose_type_the_value_decides(string value, string type, string text)
    {
        using var session = new SessionHarness();
        await session.RunAll($"#!set --name x --value {value}\nConsole.Write($\"{{x.GetType().Name}} {{System.Convert.ToString(x, System.Globalization.CultureInfo.InvariantCulture)}}\");");
        Assert.Equal($"{type} {text}", session.Console);
    }

    [Fact]
    public async Task A_parameter_takes_the_place_of_a_set_value_and_keeps_its_type()
    {
        using var session = new SessionHarness(new SessionOptions { Parameters = new Dictionary<string, string> { ["rate"] = "1", ["name"] = "a \"b\" \\ c" } });
        await session.RunAll("#!set --name rate --value 0.5\n#!set --name name --value none\n(rate / 2, name)");
        Assert.Equal(["(0.5, a \"b\" \\ c)"], session.Shown);
    }

    [Fact]
    public async Task Set_may_stand_above_usings_and_below_code_and_lines_stay_true()
    {
        using var session = new SessionHarness();
        await session.RunAll("#!set --name a --value 1\n#!set --name b --value 2\nusing System.Text;\nvar c = new StringBuilder().Append(a).Append(b);\n#!set --name d --value 3\nc.Append(d).ToString()");
        Assert.Equal(["123"], session.Shown);
        var failure = (await session.Run("var e = 1;\n#!set --name f --value 1\n\nnope")).Failure!;
        Assert.Equal((10, "nope"), (failure.Line, failure.SourceLine));
    }

    [Theory]
    [InlineData("#!set --name x", "--value")]
    [InlineData("#!set --value 3", "--name")]
    [InlineData("#!set --name 3x --value 3", "'3x' is not a variable's name")]
    [InlineData("#!import", "needs an argument")]
    [InlineData("#!import nowhere.dib", "nowhere.dib")]
    [InlineData("#!whatever", "#!whatever")]
    [InlineData("#r \"nowhere.dll\"", "nowhere.dll")]
    public async Task A_directive_that_cannot_be_carried_out_fails_the_cell_at_its_line(string directive, string message)
    {
        using var session = new SessionHarness();
        var failure = (await session.Run($"Console.Write(1);\n{directive}\nConsole.Write(2);")).Failure!;
        Assert.Equal((1, 2, directive, "Directive"), (failure.CellNumber, failure.Line, failure.SourceLine, failure.Kind));
        Assert.Contains(message, failure.Message);
        Assert.Equal("", session.Console);
    }

    [Fact]
    public async Task Packages_that_the_program_brings_along_need_no_download()
    {
        using var session = new SessionHarness();
        await session.RunAll("#r \"nuget: Tandem\"\n#r \"nuget:System.Text.Json,9.0.0\"\n#i \"nuget:https://example.org/index.json\"\nSystem.Text.Json.JsonSerializer.Serialize(new[] { 1 })");
        Assert.Equal(["[1]"], session.Shown);
    }

    [Fact]
    public async Task Cells_of_nothing_but_comments_or_references_do_nothing()
    {
        using var session = new SessionHarness();
        await session.RunAll("// a comment", "#r \"nuget: Tandem\"", "var x = 1;", "/* another */", "x + 1");
        Assert.Equal(["2"], session.Shown);
    }

    [Fact]
    public async Task A_package_that_is_there_already_does_not_make_its_members_ambiguous()
    {
        using var session = new SessionHarness();
        await session.RunAll("var before = 1;", "#r \"nuget: Tandem\"\n#r \"nuget: Tandem.Notebooks\"\nusing Tandem;\nusing static Tandem.Notebooks.NotebookDisplay;\nvar x = 1;", "display(x + before);", "Report(\"x\", x);\nHTML(\"y\")");
        Assert.Equal(["2", "x: 1", "y"], session.Shown);
    }

    [Fact]
    public async Task An_assembly_is_referenced_by_its_path_relative_to_the_notebook()
    {
        using var folder = new TemporaryFolder();
        File.Copy(typeof(FsCheck.Check).Assembly.Location, Path.Combine(folder.Path, "Copy.dll"));
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        await session.RunAll("#r \"Copy.dll\"\nnameof(FsCheck.Check)", "display(2);\nReport(\"x\", 3);");
        Assert.Equal(["Check", "2", "x: 3"], session.Shown);
    }

    [Fact]
    public async Task Time_shows_the_wall_time_after_the_cell()
    {
        using var session = new SessionHarness();
        await session.RunAll("#!time\nConsole.Write(\"work\");");
        Assert.IsType<StreamOutput>(session.Outputs[0]);
        Assert.Matches(@"^Wall time: [\d,.]+ ms$", Assert.Single(session.Shown));
    }

    [Fact]
    public async Task Import_runs_a_file_in_its_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write("code.cs", "int Answer() => 42;");
        folder.Write("book.dib", "#!markdown\n# Not shown\n#!csharp\n#!import code.cs\nvar x = before + Answer();\n");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        await session.RunAll("var before = 1;\n#!import book.dib\nx + 1");
        Assert.Equal(["44"], session.Shown);
    }

    [Fact]
    public async Task A_failure_in_an_imported_file_names_that_file_and_its_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("code.cs", "// a comment\nint x = nope;");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        var failure = (await session.Run("\n#!import code.cs")).Failure!;
        Assert.Equal(("code.cs", 2, "int x = nope;"), (Path.GetFileName(failure.File), failure.Line, failure.SourceLine));
    }

    [Fact]
    public async Task A_file_that_imports_itself_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.dib", "#!csharp\n#!import two.dib");
        folder.Write("two.dib", "#!csharp\n#!import one.dib");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        Assert.Contains("one.dib imports itself, by way of one.dib, two.dib", (await session.Run("#!import one.dib")).Failure!.Message);
    }
}
