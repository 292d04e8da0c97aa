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
    public void A_new_document_is_written_in_the_format_of_its_name()
    {
        var cells = new[] { new NotebookCell("markdown", "# A", 1), new NotebookCell("csharp", "1", 1) };
        Assert.Equal("#!markdown\n\n# A\n\n#!csharp\n\n1\n", new NotebookDocument("a.dib", "csharp", [], cells).ToText());
        Assert.Equal(["# A", "1"], IpynbReader.Parse(new NotebookDocument("a.ipynb", "csharp", [], cells).ToText(), "a.ipynb").Cells.Select(cell => cell.Source));
    }
}
