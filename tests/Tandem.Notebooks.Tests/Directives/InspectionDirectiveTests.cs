namespace Tandem.Notebooks.Tests;

public sealed class InspectionDirectiveTests
{
    [Fact]
    public async Task Who_and_whos_list_the_variables_with_their_latest_values()
    {
        using var session = new SessionHarness();
        await session.RunAll("var a = 1; var b = \"text\";", "var a = 2.5;\n#!who\n#!whos");
        Assert.Contains("b", session.Shown[0]);
        Assert.Contains("a", session.Shown[0]);
        Assert.Contains("2.5", session.Shown[1]);
        Assert.Contains("text", session.Shown[1]);
        Assert.DoesNotContain("2.5", session.Shown[0]);
    }

    [Fact]
    public async Task Directives_are_listed_and_explain_themselves()
    {
        using var session = new SessionHarness();
        await session.RunAll("#!lsmagic", "#!share --help", "#!value -h", "#!about");
        Assert.All(DirectiveTable.All, directive => Assert.Contains(directive.Name, session.Shown[0]));
        Assert.Contains("--from KERNEL", session.Shown[1]);
        Assert.Contains("--from-url ADDRESS", session.Shown[2]);
        Assert.Contains(".NET", session.Shown[3]);
    }

    [Fact]
    public async Task Device_data_folder_and_versions_are_told()
    {
        using var session = new SessionHarness();
        await session.RunAll("#!tandem", "#!tandem --device cpu");
        Assert.All(session.Shown, shown => Assert.Contains("Device: cpu (", shown));
        Assert.Contains("\nData folder: ", session.Shown[0]);
        Assert.Contains("\n.NET: ", session.Shown[0]);
    }

    [Theory]
    [InlineData("--device gpu", "no device \"gpu\"")]
    [InlineData("--device cuda", "nuget: Tandem.Torch")]
    [InlineData("--data no/such/folder", "no/such/folder")]
    public async Task What_cannot_be_chosen_fails_the_cell_with_the_remedy(string choice, string message)
    {
        using var session = new SessionHarness();
        var failure = (await session.Run($"#!tandem {choice}")).Failure!;
        Assert.Contains(message, failure.Message);
        Assert.Equal(1, failure.Line);
    }

    [Fact]
    public async Task A_cell_may_change_its_language_midway()
    {
        using var session = new SessionHarness();
        await session.RunAll("var x = 1;\n#!html\n<b>two</b>\n#!csharp\nx + 2");
        Assert.Equal(["<b>two</b>", "3"], session.Shown);
        var failure = (await session.Run("#!markdown\n# Title\n#!cs\nnope")).Failure!;
        Assert.Equal((9, "nope"), (failure.Line, failure.SourceLine));
    }

    [Fact]
    public async Task What_stands_above_a_directive_runs_before_it()
    {
        using var session = new SessionHarness();
        await session.RunAll("var first = 1;\n#!who\nvar second = 2;");
        Assert.DoesNotContain("second", Assert.Single(session.Shown));
        Assert.Contains("first", session.Shown[0]);
    }

    [Fact]
    public async Task Connecting_leaves_a_note_and_cells_of_the_kernel_are_passed_over()
    {
        using var session = new SessionHarness();
        await session.RunAll("#!connect mssql --kernel-name adventure --connection-string \"Server=nowhere\"\n#!sql-adventure\nselect 1\n#!csharp\n1 + 1");
        Assert.Contains("not connected to mssql", session.Shown[0]);
        Assert.Contains("not run", session.Shown[1]);
        Assert.Equal("2", session.Shown[2]);
        Assert.False(CellKernels.IsRun("fsharp"));
        Assert.True(CellKernels.IsRun("http"));
    }

    [Theory]
    [InlineData("#!import script.fsx", "script.fsx is not C#")]
    [InlineData("#!import notes.txt", "'.txt' files cannot be imported")]
    public async Task Files_of_other_kinds_are_not_imported(string line, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("script.fsx", "let x = 1");
        folder.Write("notes.txt", "text");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        Assert.Contains(message, (await session.Run(line)).Failure!.Message);
    }

    [Fact]
    public async Task Scripts_and_pages_are_imported_for_what_they_are()
    {
        using var folder = new TemporaryFolder();
        folder.Write("script.csx", "#!/usr/bin/env dotnet-script\nvar fromScript = 5;");
        folder.Write("page.html", "<p>page</p>");
        using var session = new SessionHarness(new SessionOptions { File = Path.Combine(folder.Path, "a.dib") });
        await session.RunAll("#!import script.csx\n#!import \"page.html\"\nfromScript");
        Assert.Equal(["<p>page</p>", "5"], session.Shown);
    }
}
