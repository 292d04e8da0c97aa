namespace Tandem.Notebooks.Tests;

public sealed class NotebookCheckTests
{
    private static IReadOnlyList<string> Problems(string dib) => [.. NotebookCheck.Document(DibFormat.Parse(dib, "test.dib")).Select(problem => problem.ToString())];

    [Fact]
    public void A_syntax_error_names_file_line_and_cell() =>
        Assert.StartsWith("test.dib(6): cell 2: line 2, column 13: CS1002:", Assert.Single(Problems("#!markdown\n# A\n#!csharp\n\n#!time\nvar x = 1 +1\nx")));

    [Theory]
    [InlineData("#r \"nuget:A\"\nvar x = await f();\nx")]
    [InlineData("#!set --name x --value 1\nusing System.Text;\nx")]
    [InlineData("var x = 1;\n#!html --name page\n<b>not C#")]
    [InlineData("#!connect jupyter --kernel-name py --kernel-spec python3\n#!py")]
    public void Directives_and_script_syntax_are_no_mistakes(string cell) => Assert.Empty(Problems($"#!csharp\n\n{cell}\n"));

    [Theory]
    [InlineData("#!CSharp", "#!csharp")]
    [InlineData("#!markdown ", "#!markdown")]
    public void A_line_that_nearly_starts_a_cell_is_told(string line, string meant) =>
        Assert.Contains($"'{line}' is part of this cell's text; to start a cell it must read '{meant}'", Assert.Single(Problems($"#!csharp\n1\n{line}\n")));

    [Fact]
    public void A_kernel_that_nobody_knows_is_told() =>
        Assert.Equal("test.dib(3): cell 1: '#!python' names neither a kernel nor a known directive; a kernel of that name must be listed in the #!meta block", Assert.Single(Problems("#!csharp\n1\n#!python\n")));

    [Fact]
    public void Twins_are_in_step_whatever_the_format_adds()
    {
        var dib = DibFormat.Parse("#!markdown\n\n# A\n\n#!csharp\n\n1\n", "a.dib");
        Assert.Null(NotebookCheck.Twins(dib, IpynbReader.Parse(NotebookConversion.ToIpynb(dib).ToText(), "a.ipynb")));
    }

    [Theory]
    [InlineData("#!csharp\n\n1\n2\n", "a.dib(4): cell 1: differs from cell 1 of a.ipynb: line 2 is '2' against '3'")]
    [InlineData("#!fsharp\n\n1\n3\n", "a.dib(3): cell 1: differs from cell 1 of a.ipynb: fsharp against csharp")]
    [InlineData("#!csharp\n\n1\n3\n\n#!csharp\n\n4\n", "a.dib(8): cell 2: a.ipynb has no such cell")]
    public void The_first_difference_between_twins_is_named(string text, string expected)
    {
        var twin = NotebookConversion.ToIpynb(DibFormat.Parse("#!csharp\n\n1\n3\n", "a.dib")) with { Path = "a.ipynb" };
        Assert.StartsWith(expected, NotebookCheck.Twins(DibFormat.Parse(text, "a.dib"), twin)!.ToString());
    }

    [Fact]
    public void An_id_that_is_there_twice_is_told()
    {
        const string cell = """{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ""}""";
        var document = IpynbReader.Parse($$"""{"cells": [{{cell}}, {{cell}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""", "a.ipynb");
        Assert.Equal("a.ipynb(1): cell 2: has the id 'a' of cell 1; give it another", Assert.Single(NotebookCheck.Document(document)).ToString());
    }

    [Theory]
    [InlineData("""{"cell_type": "markdown", "id": "has space!", "metadata": {}, "source": ""}""", "has the id 'has space!'; an id is 1 to 64 letters, digits, '-' and '_'")]
    [InlineData("""{"cell_type": "markdown", "metadata": {}, "source": ""}""", "has no 'id', which nbformat 4.5 asks for; 'tandem convert' to another .ipynb file gives it one")]
    [InlineData("""{"cell_type": "markdown", "id": "a", "source": ""}""", "has no 'metadata'")]
    [InlineData("""{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": null, "source": ""}""", "has no 'outputs' of the right kind")]
    [InlineData("""{"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": ""}""", "has no 'execution_count'")]
    [InlineData("""{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": "1", "outputs": [], "source": ""}""", "has an 'execution_count' that is neither a whole number nor null")]
    [InlineData("""{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": [{"output_type": "stream", "text": ""}], "source": ""}""", "output 1 of the type 'stream' has no 'name'")]
    [InlineData("""{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": [{"output_type": "pyout"}], "source": ""}""", "output 1 is of the type 'pyout'; known are stream, display_data, execute_result, error")]
    public void What_nbformats_schema_does_not_allow_is_told(string cell, string expected)
    {
        var document = IpynbReader.Parse($$"""{"cells": [{{cell}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""", "a.ipynb");
        Assert.Equal($"a.ipynb(1): cell 1: {expected}", Assert.Single(NotebookCheck.Document(document)).ToString());
    }

    [Fact]
    public void A_notebook_without_metadata_is_told() =>
        Assert.Equal("a.ipynb(1): the notebook has no 'metadata'", Assert.Single(NotebookCheck.Document(IpynbReader.Parse("""{"cells": [], "nbformat": 4, "nbformat_minor": 4}""", "a.ipynb"))).ToString());

    [Fact]
    public void What_follows_the_name_of_an_unknown_kernel_is_not_taken_for_CSharp() =>
        Assert.Contains("'#!python' names neither", Assert.Single(Problems("#!csharp\n1\n#!python\nimport sys\nprint(sys.version)\n")));
}
