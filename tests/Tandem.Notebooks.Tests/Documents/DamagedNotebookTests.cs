using System.Text;

namespace Tandem.Notebooks.Tests;

/// <summary>Damaged notebooks are refused with a clear error, or read; what is read is written back and survives the way to the other format.</summary>
public sealed class DamagedNotebookTests
{
    private const int Count = 20_000;

    private static readonly byte[][] _dibs =
    [
        .. new[]
        {
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"name\":\"csharp\",\"aliases\":[\"c#\"]},{\"name\":\"mysql\",\"languageName\":\"SQL\",\"aliases\":[\"my\"]}]}}\n\n#!markdown\n\n# Title\n\n#!my\n\nselect 1\n",
            "1 + 1\n#!connect jupyter --kernel-name python\n#!python\nprint(1)\r\n\r\n#!sql-shop\r\n\r\nselect 'é😀'\n#!csharp \n#!time\nx",
            "\ufeff#!csharp\r\n\r\nvar x = 1;\r\n\r\n#!html\r\n\r\n<b>\r\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] _jupyters =
    [
        .. new[]
        {
            """
            {"cells": [
              {"cell_type": "markdown", "id": "m", "metadata": {"tags": ["a"]}, "source": "text\n#!csharp", "attachments": {"a.png": {"image/png": "eA=="}}},
              {"cell_type": "code", "id": "c", "metadata": {"polyglot_notebook": {"kernelName": "sql-shop"}}, "execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x\n"]}], "source": ["a\u0000\ud83d", "\r"]},
              {"cell_type": "raw", "id": "c", "metadata": {}, "source": "raw"}],
             "metadata": {"polyglot_notebook": {"kernelInfo": {"defaultKernelName": "csharp", "items": [{"name": "csharp"}]}}, "n": [NaN, 1e400]}, "nbformat": 4, "nbformat_minor": 5}
            """,
            """{"cells":[{"cell_type":"code","id":"has space!","source":"#!connect jupyter --kernel-name py\n1"},{"cell_type":"code","metadata":{},"outputs":null,"source":["#!py\n","2"]}],"metadata":{"kernelspec":{"name":".net-fsharp","language":"F#"}},"nbformat":4,"nbformat_minor":2}""",
            """{"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"metadata": {"a": 1}, "cells": [{"cell_type": "heading", "level": 2, "source": ["T"]}, {"cell_type": "code", "input": ["1"], "language": "python", "prompt_number": 3, "collapsed": true, "outputs": [{"output_type": "pyout", "prompt_number": 3, "text": ["2"], "json": "{\"a\": 1}"}, {"output_type": "stream", "stream": "stderr", "text": "no"}]}]}]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Dib_files() => DamagedInputs.AreReadOrRefused(_dibs, Count, seed: 11, bytes => Try(bytes, NotebookFormat.Dib), failure => failure is NotebookFormatException);

    [Fact]
    public void Jupyter_notebooks() => DamagedInputs.AreReadOrRefused(_jupyters, Count, seed: 12, bytes => Try(bytes, NotebookFormat.Ipynb), failure => failure is NotebookFormatException);

    private static void Try(byte[] bytes, NotebookFormat format)
    {
        var document = NotebookDocument.Parse(bytes, format, "test");
        Assert.Equal(bytes, Written(document));
        NotebookCheck.Document(document);
        try
        {
            TryAsJupyter(document);
            TryAsDib(document);
        }
        catch (NotebookFormatException failure)
        {
            Assert.Fail($"What was written is refused: {failure.Message}");
        }
    }

    /// <summary>As nbformat 4.5, the notebook has the same cells, with ids and members that the format takes.</summary>
    private static void TryAsJupyter(NotebookDocument document)
    {
        var latest = NotebookConversion.ToLatest(NotebookConversion.ToIpynb(document));
        var read = NotebookDocument.Parse(Written(latest), NotebookFormat.Ipynb, "latest.ipynb");
        Assert.Equal(Content(latest), Content(read));
        Assert.Empty((read with { IsRewritten = true }).FindRepairs());
        Assert.DoesNotContain(read.Cells, cell => cell.Id is null || !CellIds.IsValid(cell.Id));
        if (document.Format == NotebookFormat.Dib)
        {
            Assert.Equal(Content(document).Where(cell => cell.Source.Length > 0), Content(NotebookConversion.ToDib(read, out _)));
        }
    }

    private static void TryAsDib(NotebookDocument document)
    {
        var dib = NotebookConversion.ToDib(document, out _);
        var read = NotebookDocument.Parse(Written(dib), NotebookFormat.Dib, "written.dib");
        Assert.Equal(dib.Cells.Count == 0 ? [(read.DefaultKernel, "")] : Content(dib), Content(read));
    }

    private static IEnumerable<(string Kernel, string Source)> Content(NotebookDocument document) => document.Cells.Select(cell => (cell.Kernel, cell.Source));

    private static byte[] Written(NotebookDocument document)
    {
        using var stream = new MemoryStream();
        document.Write(stream);
        return stream.ToArray();
    }
}
