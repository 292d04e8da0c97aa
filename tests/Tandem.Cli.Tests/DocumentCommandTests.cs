namespace Tandem.Cli.Tests;

public sealed class DocumentCommandTests
{
    private const string Dib = "#!markdown\n\n# A\n\n#!csharp\n\n1 + 1\n";
    private const string Jupyter = """{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}], "source": "1"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""";

    [Fact]
    public async Task Convert_goes_both_ways_and_replaces_a_file_only_by_force()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a notebook é.dib", Dib);
        Assert.Equal((0, "b.ipynb: 2 cells", ""), await tandem.Run("convert", "a notebook é.dib", "b.ipynb"));
        var (code, _, error) = await tandem.Run("convert", "b.ipynb", "a notebook é.dib");
        Assert.Equal(2, code);
        Assert.Contains("a notebook é.dib exists; give another name, or --force to replace it", error);
        Assert.Equal(0, (await tandem.Run("convert", "b.ipynb", "a notebook é.dib", "--force")).ExitCode);
        Assert.Equal(Dib, tandem.Read("a notebook é.dib"));
    }

    [Fact]
    public async Task Convert_tells_what_is_lost_and_what_is_wrong()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", Jupyter);
        var (code, _, error) = await tandem.Run("convert", "a.ipynb", "a.dib");
        Assert.Equal(0, code);
        Assert.Contains("a.dib does not hold all of a.ipynb: 1 output of 1 cell.", error);
        tandem.Write("bad.ipynb", "{\n \"cells\": [1,]\n}");
        var bad = await tandem.Run("convert", "bad.ipynb", "b.dib");
        Assert.Equal(3, bad.ExitCode);
        Assert.Contains("bad.ipynb(2,14): the file is not valid JSON", bad.Error);
        Assert.Equal(3, (await tandem.Run("convert", "nowhere.dib", "b.ipynb")).ExitCode);
    }

    [Fact]
    public async Task Strip_takes_outputs_off_and_with_check_only_tells()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", Jupyter);
        Assert.Equal((1, "a.ipynb: has 1 output, or execution counts", ""), await tandem.Run("strip", "--check", "a.ipynb"));
        Assert.Equal(Jupyter, tandem.Read("a.ipynb"));
        Assert.Equal((0, "a.ipynb: 1 output off", ""), await tandem.Run("strip", "a.ipynb"));
        Assert.Equal(Jupyter.Replace("[{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"x\"}]", "[]").Replace(": 3,", ": null,"), tandem.Read("a.ipynb"));
        Assert.Equal((0, "a.ipynb: no outputs", ""), await tandem.Run("strip", "--check", "a.ipynb"));
    }

    [Fact]
    public async Task Convert_replaces_half_characters_and_bad_ids_and_tells()
    {
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", """{"cells": [{"cell_type": "markdown", "id": "has space!", "metadata": {}, "source": "\ud83d"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}""");
        var dib = await tandem.Run("convert", "a.ipynb", "a.dib");
        Assert.Equal(0, dib.ExitCode);
        Assert.Contains("a.dib does not hold all of a.ipynb: cell 1: a null character or half of a surrogate pair became U+FFFD.", dib.Error);
        Assert.Equal("#!markdown\n\n\ufffd\n", tandem.Read("a.dib"));
        var ipynb = await tandem.Run("convert", "a.ipynb", "b.ipynb");
        Assert.Equal(0, ipynb.ExitCode);
        Assert.Matches("^b.ipynb: cell 1: the id 'has space!' is not a valid one; it became '[0-9a-f]{8}'\\.\n$", ipynb.Error);
        Assert.Equal(0, (await tandem.Run("check", "b.ipynb")).ExitCode);
        tandem.Write("c.dib", "#!csharp\n\n1\n\n#!python\n\nprint(1)\n");
        Assert.Contains("c.dib(5): cell 1: '#!python' names neither a kernel nor a known directive", (await tandem.Run("convert", "c.dib", "c.ipynb")).Error);
    }

    [Fact]
    public async Task Strip_follows_a_link()
    {
        Needs.That(!OperatingSystem.IsWindows(), "Windows lets only administrators make links.");
        using var tandem = new TandemProcess();
        tandem.Write("a.ipynb", Jupyter);
        File.CreateSymbolicLink(Path.Combine(tandem.Folder, "link.ipynb"), "a.ipynb");
        Assert.Equal((0, "link.ipynb: 1 output off", ""), await tandem.Run("strip", "link.ipynb"));
        Assert.Equal("a.ipynb", new FileInfo(Path.Combine(tandem.Folder, "link.ipynb")).LinkTarget);
        Assert.Contains("\"outputs\": []", tandem.Read("a.ipynb"));
    }

    [Fact]
    public async Task Check_looks_through_folders_and_compares_twins()
    {
        using var tandem = new TandemProcess();
        Directory.CreateDirectory(Path.Combine(tandem.Folder, "books", ".ipynb_checkpoints"));
        tandem.Write("books/a.dib", Dib);
        tandem.Write("books/.ipynb_checkpoints/a.ipynb", "not read");
        Assert.Equal((0, "1 notebook, nothing wrong", ""), await tandem.Run("check", "books"));
        tandem.Write("books/a.ipynb", Jupyter);
        tandem.Write("books/b.dib", "#!csharp\n\nvar x = ;\n");
        var (code, _, error) = await tandem.Run("check", "books");
        Assert.Equal(1, code);
        Assert.Contains("books/a.dib(3): cell 1: differs from cell 1 of a.ipynb: markdown against csharp", error);
        Assert.Contains("books/b.dib(3): cell 1: line 1, column", error);
        Assert.Equal(3, (await tandem.Run("check", "nowhere.dib")).ExitCode);
    }
}
