namespace Tandem.Notebooks.Tests;

public sealed class NotebookDocumentTests
{
    [Fact]
    public void The_title_is_the_first_heading_that_is_not_within_code() =>
        Assert.Equal("Two towers", DibFormat.Parse("#!markdown\n```\n# no\n```\n# Two towers\n", "a/b.dib").Title);

    [Fact]
    public void Without_a_heading_the_title_is_the_files_name() =>
        Assert.Equal("b", DibFormat.Parse("#!csharp\n1", "a/b.dib").Title);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.dib", Assert.Throws<FileNotFoundException>(() => NotebookDocument.Read("nowhere.dib")).Message);

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(".dib or .ipynb", Assert.Throws<NotebookFormatException>(() => NotebookDocument.Read(folder.Write("a.txt", "1"))).Message);
    }

    [Fact]
    public void Text_that_is_not_utf8_names_its_line()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.dib");
        File.WriteAllBytes(path, [.. "#!csharp\n\""u8, 0xE9, .. "\"\n"u8]);
        Assert.Equal(2, Assert.Throws<NotebookFormatException>(() => NotebookDocument.Read(path)).Line);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_text()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.dib");
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. "#!markdown\nx"u8]);
        Assert.Equal(new NotebookCell("markdown", "x", 2), Assert.Single(NotebookDocument.Read(path).Cells));
    }
}
