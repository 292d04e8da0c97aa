using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

public sealed class DibFormatTests
{
    private static NotebookDocument Parse(string text) => DibFormat.Parse(text, "test.dib");

    [Fact]
    public void Text_without_any_marker_is_one_cell_of_the_default_kernel()
    {
        var cell = Assert.Single(Parse("var x = 1;\nx").Cells);
        Assert.Equal(new NotebookCell("csharp", "var x = 1;\nx", 1), cell);
    }

    [Fact]
    public void A_marker_starts_a_cell_and_blank_lines_around_it_are_trimmed()
    {
        var cells = Parse("#!csharp\n\nvar x = 1;\n\n\n#!markdown\n\n# Title\n\nText\n").Cells;
        Assert.Equal([new NotebookCell("csharp", "var x = 1;", 3), new NotebookCell("markdown", "# Title\n\nText", 8)], cells);
    }

    [Theory]
    [InlineData("csharp", "csharp")]
    [InlineData("cs", "csharp")]
    [InlineData("c#", "csharp")]
    [InlineData("C#", "csharp")]
    [InlineData("fs", "fsharp")]
    [InlineData("f#", "fsharp")]
    [InlineData("powershell", "pwsh")]
    [InlineData("js", "javascript")]
    [InlineData("html", "html")]
    [InlineData("mermaid", "mermaid")]
    [InlineData("sql", "sql")]
    [InlineData("md", "markdown")]
    public void A_kernel_is_found_by_its_name_and_its_aliases(string alias, string kernel) =>
        Assert.Equal(kernel, Assert.Single(Parse($"#!{alias}\ntext").Cells).Kernel);

    [Theory]
    [InlineData("#!CSharp")]
    [InlineData("#!csharp ")]
    [InlineData(" #!csharp")]
    [InlineData("#! csharp")]
    [InlineData("#!time")]
    [InlineData("#!set --name x --value 1")]
    [InlineData("#!import other.dib")]
    public void A_line_that_is_not_exactly_a_kernel_marker_is_content(string line)
    {
        var cell = Assert.Single(Parse($"#!csharp\nvar x = 1;\n{line}\nx").Cells);
        Assert.Equal($"var x = 1;\n{line}\nx", cell.Source);
    }

    [Fact]
    public void Neighbouring_cells_of_one_kernel_stay_separate() =>
        Assert.Equal(["a", "b"], Parse("#!csharp\na\n#!csharp\nb").Cells.Select(cell => cell.Source));

    [Fact]
    public void Empty_cells_are_dropped_and_whitespace_is_kept() =>
        Assert.Equal(["  ", "b"], Parse("#!csharp\n\n#!csharp\n  \n#!csharp\nb").Cells.Select(cell => cell.Source));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("#!markdown\n\n")]
    public void A_text_without_cells_gives_one_empty_cell(string text) =>
        Assert.Equal("", Assert.Single(Parse(text).Cells).Source);

    [Fact]
    public void Windows_line_ends_read_as_the_others_do() =>
        Assert.Equal(Parse("#!csharp\n\na\nb\n").Cells, Parse("#!csharp\r\n\r\na\r\nb\r\n").Cells);

    [Fact]
    public void Metadata_names_the_default_kernel_and_more_kernels()
    {
        var document = Parse("#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[{\"name\":\"fsharp\"},{\"name\":\"mysql\",\"languageName\":\"SQL\",\"aliases\":[\"my\"]}]}}\n\n#!my\n\nselect 1\n");
        Assert.Equal("fsharp", document.DefaultKernel);
        Assert.Equal(["fsharp", "mysql"], document.Kernels.Select(kernel => kernel.Name));
        Assert.Equal(new NotebookCell("mysql", "select 1", 7), Assert.Single(document.Cells));
    }

    [Fact]
    public void Only_the_first_metadata_block_is_metadata()
    {
        var cell = Assert.Single(Parse("#!meta\n{}\n#!csharp\na\n#!meta\n{\"b\"").Cells);
        Assert.Equal("a\n#!meta\n{\"b\"", cell.Source);
    }

    [Fact]
    public void A_preamble_before_the_metadata_is_a_cell() =>
        Assert.Equal(["a", "b"], Parse("a\n#!meta\n{}\n#!csharp\nb").Cells.Select(cell => cell.Source));

    [Fact]
    public void Metadata_that_is_not_json_names_file_and_line()
    {
        var failure = Assert.Throws<NotebookFormatException>(() => Parse("#!meta\n\n{\"kernelInfo\":\n  oops}\n\n#!csharp\n1"));
        Assert.Equal(4, failure.Line);
        Assert.StartsWith("test.dib(4,3): the #!meta block is not valid JSON", failure.Message);
    }

    [Theory]
    [InlineData("{\"kernelInfo\": 3}")]
    [InlineData("{\"kernelInfo\": {\"items\": [{}]}}")]
    [InlineData("[1]")]
    public void Metadata_of_another_shape_says_which_is_expected(string json) =>
        Assert.Contains("test.dib(1): the #!meta block is not of the shape", Assert.Throws<NotebookFormatException>(() => Parse($"#!meta\n{json}\n")).Message);

    [Fact]
    public void Binary_data_is_refused_with_its_line() =>
        Assert.Equal(2, Assert.Throws<NotebookFormatException>(() => Parse("#!csharp\n\0\u0001")).Line);

    [Fact]
    public void Cells_start_at_the_line_that_they_name()
    {
        var lines = Gen.Elements("", " ", "code", "#!csharp", "#!markdown", "#!js", "#!time", "#!meta", "{}");
        Check.QuickThrowOnFailure(Prop.ForAll(lines.ListOf().ToArbitrary(), list =>
        {
            // What follows #!meta is JSON in this generator only by chance; then there is nothing to check.
            var text = list.Select(line => line == "#!meta" ? "#!meta x" : line).Where(line => !line.StartsWith("#!meta", StringComparison.Ordinal)).ToList();
            var cells = Parse(string.Join('\n', text)).Cells;
            return cells.All(cell => cell.Source.Length == 0 || text.Skip(cell.StartLine - 1).Take(cell.Source.Split('\n').Length).SequenceEqual(cell.Source.Split('\n')));
        }));
    }
}
