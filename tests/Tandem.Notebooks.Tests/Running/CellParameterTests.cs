namespace Tandem.Notebooks.Tests;

/// <summary>Parameters as papermill has them: the variables of a tagged cell, or of a first cell of literals.</summary>
public sealed class CellParameterTests
{
    private static NotebookDocument Notebook(string source, params NotebookCell[] others) => new(
        "test.ipynb", "csharp", [], [new NotebookCell("csharp", "// before", 1), new NotebookCell("csharp", source, 3) { Tags = ["parameters"] }, .. others]);

    private static string Injected(string source, string name, string value)
    {
        var options = new RunOptions { Parameters = new Dictionary<string, string> { [name] = value } };
        var (document, _) = RunPreparation.Prepare(Notebook(source), options);
        Assert.Equal(["injected-parameters"], document.Cells[2].Tags);
        return document.Cells[2].Source.Split('\n')[1];
    }

    [Theory]
    [InlineData("var n = 1;", "7", "n = 7;")]
    [InlineData("int n = -1;", "-7", "n = -7;")]
    [InlineData("long n;", "7000000000", "n = 7000000000;")]
    [InlineData("var n = -0.5;", "2", "n = 2;")]
    [InlineData("float n = 1;", "0.25", "n = 0.25f;")]
    [InlineData("var n = 1m;", "0.1", "n = 0.1m;")]
    [InlineData("double n = 1;", "NaN", "n = double.NaN;")]
    [InlineData("float n = 1;", "-Infinity", "n = float.NegativeInfinity;")]
    [InlineData("bool n = false;", "true", "n = true;")]
    [InlineData("string? n = null;", "a \"b\"\n", "n = \"a \\\"b\\\"\\n\";")]
    [InlineData("const int n = 1;", "7", "const int n = 7;")]
    [InlineData("int[] n = [1];", "[2, 3]", "n = [2, 3];")]
    [InlineData("int m = 2, n = m;", "3", "n = 3;")]
    public void A_value_is_written_as_the_variables_type_has_it(string declaration, string value, string expected) => Assert.Equal(expected, Injected(declaration, "n", value));

    [Theory]
    [InlineData("var n = 1;", "seven", "'n' is of type Int32; 'seven' is not")]
    [InlineData("byte n = 1;", "256", "'n' is of type Byte; '256' is not")]
    [InlineData("double n = 1;", "0,05", "'n' is of type Double; '0,05' is not")]
    [InlineData("float n = 1;", "1,5", "'n' is of type Single; '1,5' is not")]
    [InlineData("decimal n = 1;", "9,99", "'n' is of type Decimal; '9,99' is not")]
    [InlineData("const double n = 1;", "0,75", "'n' is of type Double; '0,75' is not")]
    [InlineData("double n = 1;", "1e309", "'n' is of type Double; '1e309' is not")]
    [InlineData("float n = 1;", "1e39", "'n' is of type Single; '1e39' is not")]
    [InlineData("bool n = true;", "yes", "'n' is of type Boolean; 'yes' is not")]
    [InlineData("int[] n = [1];", "[2", "'n' (int[]) takes a C# expression; '[2' is none")]
    public void A_value_of_another_type_is_refused(string declaration, string value, string message) =>
        Assert.Contains(message, Assert.Throws<BadParameterException>(() => Injected(declaration, "n", value)).Message);

    [Fact]
    public void The_parameters_of_a_notebook_are_those_of_both_kinds()
    {
        var notebook = Notebook("var a = 1; string b = \"\";", new NotebookCell("csharp", "#!set --name c --value 3", 9));
        Assert.Equal(["c", "a", "b"], RunOptions.ParametersOf(notebook));
    }

    [Theory]
    [InlineData("var a = 1;\nvar b = \"text\"; const double C = -2.5;", new[] { "a", "b", "C" })]
    [InlineData("var a = 1;\nstring? path = null;", new[] { "a", "path" })]
    [InlineData("// Only a comment.", new string[0])]
    [InlineData("var a = 1;\nConsole.WriteLine(a);", new string[0])]
    [InlineData("var a = new Random();", new string[0])]
    [InlineData("using System;\nvar a = 1;", new string[0])]
    [InlineData("#r \"nuget: Tandem\"\nvar a = 1;", new string[0])]
    [InlineData("var a = 1; int Twice() => 2 * a;", new string[0])]
    public void Without_a_tag_the_first_C_sharp_cell_has_the_parameters_if_it_declares_literals_alone(string source, string[] names)
    {
        var notebook = new NotebookDocument("test.dib", "csharp", [], [new NotebookCell("markdown", "# Title", 1), new NotebookCell("csharp", source, 3), new NotebookCell("csharp", "var later = 5;", 9)]);
        Assert.Equal(names, RunOptions.ParametersOf(notebook));
        if (names.Length > 0)
        {
            var (document, _) = RunPreparation.Prepare(notebook, new RunOptions { Parameters = new Dictionary<string, string> { ["a"] = "7" } });
            Assert.Equal("// The parameters of this run.\na = 7;", document.Cells[2].Source);
        }
    }

    [Fact]
    public void A_tagged_cell_goes_before_a_first_cell_of_literals() =>
        Assert.Equal(["b"], RunOptions.ParametersOf(new NotebookDocument(
            "test.ipynb", "csharp", [], [new NotebookCell("csharp", "var a = 1;", 1), new NotebookCell("csharp", "var b = 2;", 3) { Tags = ["parameters"] }])));

    [Fact]
    public void A_cell_that_an_earlier_run_injected_is_replaced()
    {
        var notebook = Notebook("var a = 1;", new NotebookCell("csharp", "a = 5;", 9) { Tags = ["injected-parameters"] });
        var (document, _) = RunPreparation.Prepare(notebook, new RunOptions { Parameters = new Dictionary<string, string> { ["a"] = "7" } });
        Assert.Equal(["// before", "var a = 1;", "// The parameters of this run.\na = 7;"], document.Cells.Select(cell => cell.Source));
    }

    [Fact]
    public async Task The_values_reach_the_cells_and_what_the_tagged_cell_declared()
    {
        var notebook = Notebook("var n = 1; int Twice() => 2 * n;", new NotebookCell("csharp", "Report(\"n\", Twice());", 9));
        var run = await new NotebookRunner(new RunOptions { Parameters = new Dictionary<string, string> { ["n"] = "21" } }).RunAsync(notebook, TestContext.Current.CancellationToken);
        Assert.True(run.Status == RunStatus.Succeeded, run.Summary);
        Assert.Equal(42, run.Metrics["n"]);
    }

    [Fact]
    public async Task A_cell_tagged_raises_exception_may_fail()
    {
        var notebook = Notebook("throw new Exception(\"not this one\");", new NotebookCell("csharp", "1", 9));
        Assert.Equal(RunStatus.Failed, (await new NotebookRunner().RunAsync(notebook, TestContext.Current.CancellationToken)).Status);
        var allowed = notebook with { Cells = [.. notebook.Cells.Select(cell => cell with { Tags = ["raises-exception"] })] };
        var run = await new NotebookRunner().RunAsync(allowed, TestContext.Current.CancellationToken);
        Assert.Equal((RunStatus.Succeeded, 1), (run.Status, run.AllowedFailures));
        Assert.Equal([RunStatus.Succeeded, RunStatus.Failed, RunStatus.Succeeded], run.Cells.Select(cell => cell.Status));
    }
}
