using System.Text.Json;

namespace Tandem.Notebooks.Tests;

public sealed class IpynbTests
{
    private const string Metadata = """
        "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}, "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": []}}},
        "nbformat": 4, "nbformat_minor": 5
        """;

    private static NotebookDocument Parse(string cells) => IpynbReader.Parse($"{{\"cells\": [{cells}],\n{Metadata}}}", "test.ipynb");

    [Fact]
    public void Cells_are_read_with_their_kernels_and_sources()
    {
        var document = Parse("""
            {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Title\n", "text"]},
            {"cell_type": "code", "id": "b", "metadata": {}, "outputs": [], "execution_count": null, "source": "1 + 1"},
            {"cell_type": "code", "id": "c", "metadata": {"dotnet_interactive": {"language": "fsharp"}, "polyglot_notebook": {"kernelName": "html"}}, "outputs": [], "source": ["<b>"]},
            {"cell_type": "code", "id": "d", "metadata": {"dotnet_interactive": {"language": "fsharp"}}, "outputs": [], "source": ["let x = 1"]},
            {"cell_type": "code", "id": "e", "metadata": {"polyglot_notebook": {"kernelName": "html"}}, "outputs": [], "source": ["#!mermaid\n", "graph"]},
            {"cell_type": "raw", "id": "f", "metadata": {}, "source": ["raw"]}
            """);
        Assert.Equal(["markdown", "csharp", "html", "fsharp", "mermaid", "raw"], document.Cells.Select(cell => cell.Kernel));
        Assert.Equal("# Title\ntext", document.Cells[0].Source);
        Assert.Equal("#!mermaid\ngraph", document.Cells[4].Source);
    }

    [Fact]
    public void The_default_kernel_is_read_from_either_writers_metadata()
    {
        const string text = """{"cells": [], "metadata": {"polyglot_notebook": {"defaultKernelName": "fsharp", "items": [{"name": "fsharp", "aliases": []}]}}, "nbformat": 4}""";
        Assert.Equal("fsharp", IpynbReader.Parse(text, "test.ipynb").DefaultKernel);
    }

    [Fact]
    public void A_cells_start_line_is_that_of_its_text_in_the_file()
    {
        var text = "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"metadata\": {},\n   \"source\": [\n    \"var x = 1;\\n\",\n    \"x\"\n   ]\n  }\n ],\n \"nbformat\": 4\n}";
        Assert.Equal(7, Assert.Single(IpynbReader.Parse(text, "test.ipynb").Cells).StartLine);
    }

    [Fact]
    public void A_file_that_is_not_json_names_file_and_line() =>
        Assert.StartsWith("test.ipynb(2,2): the file is not valid JSON", Assert.Throws<NotebookFormatException>(() => IpynbReader.Parse("{\n oops", "test.ipynb")).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"cells\": 3}")]
    [InlineData("{\"cells\": [{\"source\": \"1\"}]}")]
    public void Json_that_is_not_a_notebook_is_refused(string text) =>
        Assert.Contains("not a Jupyter notebook", Assert.Throws<NotebookFormatException>(() => IpynbReader.Parse(text, "test.ipynb")).Message);

    [Fact]
    public async Task An_executed_notebook_holds_outputs_as_nbformat_4_5_says()
    {
        var document = DibFormat.Parse(
            "#!markdown\n\n# Title\n\n#!csharp\n\nConsole.WriteLine(\"one\\ntwo\");\ndisplay(\"shown\");\n1 + 1\n\n#!csharp\n\nthrow new InvalidOperationException(\"no\");\n\n#!csharp\n\n3\n", "test.dib");
        var run = await new NotebookRunner().RunAsync(document, TestContext.Current.CancellationToken);
        using var writer = new StringWriter();
        IpynbWriter.Write(run, writer);
        using var json = JsonDocument.Parse(writer.ToString());

        var root = json.RootElement;
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal(".net-csharp", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        var cells = root.GetProperty("cells").EnumerateArray().ToList();
        Assert.Equal(["markdown", "code", "code", "code"], cells.Select(cell => cell.GetProperty("cell_type").GetString()));
        Assert.Equal(4, cells.Select(cell => cell.GetProperty("id").GetString()).Distinct().Count());

        var outputs = cells[1].GetProperty("outputs").EnumerateArray().ToList();
        Assert.Equal(["stream", "display_data", "execute_result"], outputs.Select(output => output.GetProperty("output_type").GetString()));
        Assert.Equal(["one\n", "two\n"], outputs[0].GetProperty("text").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal("2", outputs[2].GetProperty("data").GetProperty("text/plain")[0].GetString());
        Assert.Equal(1, outputs[2].GetProperty("execution_count").GetInt32());

        var error = cells[2].GetProperty("outputs")[0];
        Assert.Equal(("error", "InvalidOperationException", "no"), (error.GetProperty("output_type").GetString(), error.GetProperty("ename").GetString(), error.GetProperty("evalue").GetString()));
        Assert.Equal(JsonValueKind.Null, cells[3].GetProperty("execution_count").ValueKind);
    }

    [Fact]
    public async Task Json_content_is_written_as_a_value_and_the_file_reads_back()
    {
        var document = DibFormat.Parse("#!csharp\n\nReport(\"top_100\", 0.152)\n", "test.dib");
        var run = await new NotebookRunner().RunAsync(document, TestContext.Current.CancellationToken);
        using var writer = new StringWriter();
        IpynbWriter.Write(run, writer);
        using var json = JsonDocument.Parse(writer.ToString());
        var data = json.RootElement.GetProperty("cells")[0].GetProperty("outputs")[0].GetProperty("data");
        Assert.Equal(0.152, data.GetProperty(MimeTypes.Metrics).GetProperty("top_100").GetDouble());
        Assert.Equal(document.Cells[0].Source, Assert.Single(IpynbReader.Parse(writer.ToString(), "test.ipynb").Cells).Source);
    }
}
