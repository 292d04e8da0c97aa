namespace Tandem.Notebooks.Tests;

public sealed class NotebookConversionTests
{
    private const string Rich = """
        {"cells": [
          {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "text\n#!csharp\nmore", "attachments": {"a.png": {"image/png": "eA=="}}},
          {"cell_type": "code", "id": "c", "metadata": {"tags": ["parameters"]}, "execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}], "source": "1"},
          {"cell_type": "code", "id": "d", "metadata": {"polyglot_notebook": {"kernelName": "html"}}, "execution_count": null, "outputs": [], "source": "#!html\n<b>\n#!mermaid\ngraph"},
          {"cell_type": "raw", "id": "r", "metadata": {}, "source": "raw"},
          {"cell_type": "code", "id": "e", "metadata": {}, "execution_count": null, "outputs": [], "source": ""}
        ], "metadata": {"authors": ["me"]}, "nbformat": 4, "nbformat_minor": 5}
        """;

    [Fact]
    public void What_a_dib_file_cannot_hold_is_told_by_name_and_count()
    {
        var dib = NotebookConversion.ToDib(IpynbReader.Parse(Rich, "test.ipynb"), out var losses);
        Assert.Equal(
            [
                "1 raw cell: 4", "1 output of 1 cell", "5 cell ids", "1 attachment: a.png", "metadata of 1 cell: tags", "metadata of the notebook: authors",
                "cell 1: the line '#!csharp' got a space behind it, since it would be read as the start of another cell",
                "cell 3 became 2 cells, since it goes on in another language after a line such as '#!mermaid'", "cell 5 is empty, which the format drops",
            ],
            losses);
        Assert.Equal("#!markdown\n\ntext\n#!csharp \nmore\n\n#!csharp\n\n1\n\n#!html\n\n<b>\n\n#!mermaid\n\ngraph\n", dib.ToText());
    }

    [Fact]
    public void Cells_of_other_kernels_name_theirs_in_their_text_as_Jupyter_needs_it()
    {
        const string text = "#!csharp\n\n1\n\n#!mermaid\n\ngraph\n\n#!markdown\n\n# A\n";
        var dib = DibFormat.Parse(text, "test.dib");
        var ipynb = IpynbReader.Parse(NotebookConversion.ToIpynb(dib).ToText(), "test.ipynb");
        Assert.Equal(["1", "#!mermaid\ngraph", "# A"], ipynb.Cells.Select(cell => cell.Source));
        Assert.Equal(dib.Cells.Select(cell => cell.Kernel), ipynb.Cells.Select(cell => cell.Kernel));
        Assert.Null(NotebookCheck.Twins(dib, ipynb));
        Assert.Equal(text, NotebookConversion.ToDib(ipynb, out _).ToText());
    }

    [Fact]
    public void Both_writers_metadata_become_that_of_a_dib_file()
    {
        const string kernels = """{"defaultKernelName": "fsharp", "items": [{"name": "fsharp", "aliases": []}]}""";
        foreach (var metadata in new[] { kernels, $$"""{"kernelInfo": {{kernels}}}""" })
        {
            var text = $$"""{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "x"}], "metadata": {"polyglot_notebook": {{metadata}}}, "nbformat": 4, "nbformat_minor": 4}""";
            Assert.Equal(
                "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[{\"name\":\"fsharp\",\"aliases\":[]}]}}\n\n#!fsharp\n\nx\n",
                NotebookConversion.ToDib(IpynbReader.Parse(text, "test.ipynb"), out _).ToText());
        }
    }

    [Fact]
    public void Kernels_and_aliases_that_repeat_get_into_the_metadata_once()
    {
        const string text = """
            {"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "x"}], "metadata": {"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [
            {"name": "csharp", "aliases": ["c#", "fsharp"]}, {"name": "csharp", "aliases": []}, {"name": "fsharp", "aliases": ["f#", "c#"]}]}}}, "nbformat": 4, "nbformat_minor": 4}
            """;
        var dib = NotebookConversion.ToDib(IpynbReader.Parse(text, "test.ipynb"), out _).ToText();
        Assert.Contains("""{"kernelInfo":{"defaultKernelName":"csharp","items":[{"name":"csharp","aliases":["c#"]},{"name":"fsharp","aliases":["f#"]}]}}""", dib);
    }

    [Fact]
    public void A_kernel_that_a_dib_file_does_not_know_gets_into_its_metadata()
    {
        const string text = """{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "x"}], "metadata": {"kernelspec": {"language": "python", "name": "python3"}}, "nbformat": 4, "nbformat_minor": 4}""";
        var dib = NotebookConversion.ToDib(IpynbReader.Parse(text, "test.ipynb"), out _);
        Assert.Equal("python", Assert.Single(DibFormat.Parse(dib.ToText(), "test.dib").Cells).Kernel);
    }

    [Fact]
    public void A_notebook_of_version_3_becomes_one_of_version_4_5()
    {
        const string text = """
            {"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {}, "cells": [
              {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Title"]},
              {"cell_type": "code", "collapsed": true, "input": ["1 +", "\n1"], "language": "python", "metadata": {}, "prompt_number": 3, "outputs": [
                {"output_type": "pyout", "prompt_number": 3, "metadata": {}, "text": ["2"], "html": "<b>2</b>", "json": "{\"a\": 1}"},
                {"output_type": "stream", "stream": "stderr", "text": ["no"]},
                {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": []}]}]}]}
            """;
        var document = IpynbReader.Parse(text, "test.ipynb");
        Assert.Equal(text, document.ToText());
        Assert.Equal("python", document.ForeignLanguage);
        Assert.Equal(["## Title", "1 +\n1"], document.Cells.Select(cell => cell.Source));

        var upgraded = NotebookConversion.ToLatest(document).ToText();
        Assert.Equal(["## Title", "1 +\n1"], IpynbReader.Parse(upgraded, "test.ipynb").Cells.Select(cell => cell.Source));
        using var json = System.Text.Json.JsonDocument.Parse(upgraded);
        var code = json.RootElement.GetProperty("cells")[1];
        Assert.Equal(3, code.GetProperty("execution_count").GetInt32());
        Assert.True(code.GetProperty("metadata").GetProperty("collapsed").GetBoolean());
        Assert.Equal("python", json.RootElement.GetProperty("metadata").GetProperty("language_info").GetProperty("name").GetString());
        var outputs = code.GetProperty("outputs").EnumerateArray().ToList();
        Assert.Equal(["execute_result", "stream", "error"], outputs.Select(output => output.GetProperty("output_type").GetString()));
        Assert.Equal(1, outputs[0].GetProperty("data").GetProperty("application/json").GetProperty("a").GetInt32());
        Assert.Equal("stderr", outputs[1].GetProperty("name").GetString());
        Assert.Equal((4, 5), (json.RootElement.GetProperty("nbformat").GetInt32(), json.RootElement.GetProperty("nbformat_minor").GetInt32()));
    }

    [Fact]
    public void An_older_notebook_gets_ids_when_it_is_changed_and_the_same_ones_each_time()
    {
        const string text = """{"cells": [{"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": ["x"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}""";
        var document = IpynbReader.Parse(text, "test.ipynb").WithoutResults();
        Assert.Equal(document.ToText(), document.ToText());
        Assert.Matches("^\\{\"cells\": \\[\\{\"cell_type\": \"code\", \"execution_count\": null, \"id\": \"[0-9a-f]{8}\", .*\"nbformat_minor\": 5\\}$", document.ToText());
    }

    [Fact]
    public void A_cell_that_a_dib_file_would_read_as_two_is_refused()
    {
        var document = DibFormat.Parse("#!csharp\n\n1\n", "test.dib");
        var changed = document with { Cells = [document.Cells[0] with { Source = "a\n#!html\nb" }] };
        Assert.Contains("'#!html' of cell 1", Assert.Throws<InvalidOperationException>(changed.ToText).Message);
    }

    [Fact]
    public void A_notebook_of_version_3_keeps_what_only_Python_calls_JSON()
    {
        const string text = """{"nbformat": 3, "metadata": {"x": [NaN, "\ud83d"], "x": 2}, "worksheets": [{"cells": [{"cell_type": "code", "input": "\ud83d", "outputs": [{"output_type": "pyout", "json": "{", "y": -Infinity}, 3]}]}]}""";
        var upgraded = NotebookConversion.ToLatest(IpynbReader.Parse(text, "test.ipynb")).ToText();
        Assert.Contains("\"x\": [NaN, \"\\ud83d\"]", upgraded);
        Assert.Contains("\"y\": -Infinity", upgraded);
        Assert.Equal("\ud83d", Assert.Single(IpynbReader.Parse(upgraded, "test.ipynb").Cells).Source);
    }

    [Theory]
    [InlineData("a\\ud83db", "a\ufffdb")]
    [InlineData("a\\udcc3", "a\ufffd")]
    [InlineData("a\\ud83d\\ud83d\\ude00", "a\ufffd\ud83d\ude00")]
    [InlineData("a\\u0000b", "a\ufffdb")]
    public void What_no_text_file_can_hold_becomes_a_replacement_character_and_is_told(string source, string expected)
    {
        var ipynb = IpynbReader.Parse($$"""{"cells": [{"cell_type": "markdown", "metadata": {}, "source": "{{source}}"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}""", "test.ipynb");
        var dib = NotebookConversion.ToDib(ipynb, out var losses);
        Assert.Equal($"#!markdown\n\n{expected}\n", dib.ToText());
        Assert.Equal(["cell 1: a null character or half of a surrogate pair became U+FFFD"], losses);
        Assert.Null(NotebookCheck.Twins(ipynb, dib));
    }

    [Fact]
    public void A_dib_cell_with_half_a_surrogate_pair_is_refused_by_number()
    {
        var document = new NotebookDocument("a.dib", "csharp", [], [new NotebookCell("csharp", "1", 1), new NotebookCell("csharp", "'\ud83d'", 1)]);
        Assert.StartsWith("Cell 2 holds half of a surrogate pair", Assert.Throws<InvalidOperationException>(document.ToText).Message);
    }

    [Fact]
    public void An_ipynb_keeps_half_a_surrogate_pair_as_an_escape_wherever_it_stands()
    {
        var content = MimeBundle.Of("text/x\ud83d", "\ud83d");
        var cell = new NotebookCell("csharp", "'\ud83d'", 1) { Tags = ["\ud83d"] }.WithResults(1, [new ResultOutput(content), new StreamOutput("\ud83d", false)]);
        var read = IpynbReader.Parse(new NotebookDocument("a.ipynb", "csharp", [], [cell]).ToText(), "a.ipynb").Cells[0];
        Assert.Equal(("'\ud83d'", "\ud83d", 2), (read.Source, Assert.Single(read.Tags), read.OutputCount));
    }

    private const string Databases = "#!csharp\n\n1\n\n#!kql-Shop\n\nOrders | take 10\n\n#!kql-Shop\n\nOrders | count\n\n#!sql-shop\n\nSELECT 1\n\n#!csharp\n\n2\n";

    [Theory]
    [InlineData("")]
    [InlineData("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"name\":\"csharp\"}]}}\n\n")]
    public void Cells_for_databases_that_no_metadata_lists_stay_cells(string metadata)
    {
        var dib = DibFormat.Parse(metadata + Databases, "test.dib");
        (string, string)[] expected = [("csharp", "1"), ("kql-Shop", "Orders | take 10"), ("kql-Shop", "Orders | count"), ("sql-shop", "SELECT 1"), ("csharp", "2")];
        Assert.Equal(expected, dib.Cells.Select(cell => (cell.Kernel, cell.Source)));
        Assert.Empty(NotebookCheck.Document(dib));

        var ipynb = IpynbReader.Parse(NotebookConversion.ToIpynb(dib).ToText(), "test.ipynb");
        Assert.Equal(expected.Select(cell => cell.Item1), ipynb.Cells.Select(cell => cell.Kernel));
        Assert.Empty(NotebookCheck.Document(ipynb));

        // The metadata list them from now on, so that other programs see the same cells.
        var back = NotebookConversion.ToDib(ipynb, out _);
        Assert.Equal(expected, DibFormat.Parse(back.ToText(), "test.dib").Cells.Select(cell => (cell.Kernel, cell.Source)));
        Assert.Contains("{\"name\":\"kql-Shop\",\"languageName\":\"KQL\",\"aliases\":[]}", back.ToText());
    }

    [Theory]
    [InlineData("#!csharp\n\n#!connect jupyter --kernel-name py --kernel-spec python3\n\n#!py\n\nimport sys\n\n#!csharp\n\n2\n")]
    [InlineData("#!py\n\nimport sys\n\n#!csharp\n\n#!connect jupyter --kernel-name \"py\"\n")]
    public void A_kernel_that_the_notebook_connects_starts_cells(string text)
    {
        var dib = DibFormat.Parse(text, "test.dib");
        var python = Assert.Single(dib.Cells, cell => cell.Kernel == "py");
        Assert.Equal("import sys", python.Source);
        Assert.Empty(NotebookCheck.Document(dib));
        Assert.Equal(dib.Cells.Select(cell => cell.Kernel), IpynbReader.Parse(NotebookConversion.ToIpynb(dib).ToText(), "test.ipynb").Cells.Select(cell => cell.Kernel));
    }

    [Fact]
    public void Ids_that_nbformat_does_not_take_are_replaced_and_told()
    {
        const string cells = """{"cell_type": "markdown", "id": "same", "metadata": {}, "source": "1"}, {"cell_type": "markdown", "id": "same", "metadata": {}, "source": "2"}, {"cell_type": "markdown", "id": "has space!", "metadata": {}, "source": "3"}""";
        var document = IpynbReader.Parse($$"""{"cells": [{{cells}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}""", "test.ipynb");
        Assert.Empty(document.FindRepairs());
        var latest = NotebookConversion.ToLatest(document);
        var read = IpynbReader.Parse(latest.ToText(), "test.ipynb");
        Assert.Equal("same", read.Cells[0].Id);
        Assert.All(read.Cells.Skip(1), cell => Assert.Matches("^[0-9a-f]{8}$", cell.Id));
        Assert.Equal(
            [$"cell 2: the id 'same' is that of cell 1; it became '{read.Cells[1].Id}'", $"cell 3: the id 'has space!' is not a valid one; it became '{read.Cells[2].Id}'"],
            latest.FindRepairs());
        Assert.Empty(NotebookCheck.Document(read));
    }

    [Fact]
    public void Members_that_nbformat_requires_are_added_and_told()
    {
        const string text = """{"cells": [{"cell_type": "code", "id": "a", "source": "1"}, {"cell_type": "code", "id": "b", "metadata": {}, "outputs": null, "execution_count": 2, "source": "2"}, {"cell_type": "raw", "id": "c", "source": "3"}], "nbformat": 4}""";
        var latest = NotebookConversion.ToLatest(IpynbReader.Parse(text, "test.ipynb"));
        Assert.Equal(
            ["cell 1: the missing metadata, outputs, execution_count was added, which the format requires", "cell 2: the missing outputs was added, which the format requires", "cell 3: the missing metadata was added, which the format requires"],
            latest.FindRepairs());
        Assert.Equal(
            """{"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, "outputs": [], "source": "1"}, {"cell_type": "code", "id": "b", "metadata": {}, "outputs": [], "execution_count": 2, "source": "2"}, {"cell_type": "raw", "id": "c", "metadata": {}, "source": "3"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""",
            latest.ToText());
    }

    [Fact]
    public void A_new_document_is_written_in_the_format_of_its_name()
    {
        var cells = new[] { new NotebookCell("markdown", "# A", 1), new NotebookCell("csharp", "1", 1) };
        Assert.Equal("#!markdown\n\n# A\n\n#!csharp\n\n1\n", new NotebookDocument("a.dib", "csharp", [], cells).ToText());
        Assert.Equal(["# A", "1"], IpynbReader.Parse(new NotebookDocument("a.ipynb", "csharp", [], cells).ToText(), "a.ipynb").Cells.Select(cell => cell.Source));
    }
}
