namespace Tandem.Cli.Tests;

public sealed class NotebookFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tandem-finder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }

    /// <summary>What is found, relative to the test's folder, with the place of its results.</summary>
    private string[] Find(params string[] names) =>
    [
        .. new NotebookFinder(Path.Combine(_folder, "out")).Find([.. names.Select(name => Path.Combine(_folder, name))])
            .Select(found => found.Problem is { } problem ? problem[(_folder.Length + 1)..] : $"{Path.GetRelativePath(_folder, found.Path)} > {found.OutputStem}".Replace('\\', '/')),
    ];

    [Fact]
    public void A_folder_is_searched_with_its_folders_and_results_keep_them()
    {
        Write("books/b/x.dib", "books/a/x.dib", "books/a/notes.txt", "books/c y/Ünï.ipynb");
        Assert.Equal(["books/a/x.dib > a/x", "books/b/x.dib > b/x", "books/c y/Ünï.ipynb > c y/Ünï"], Find("books"));
    }

    [Fact]
    public void A_search_leaves_out_twins_checkpoints_hidden_build_and_output_folders()
    {
        Write("x.dib", "x.ipynb", "y.ipynb", ".ipynb_checkpoints/y.ipynb", ".hidden/z.dib", "bin/z.dib", "a/obj/z.dib", "out/x.ipynb", "node_modules/z.dib");
        Assert.Equal(["x.dib > x", "y.ipynb > y"], Find(""));
        Assert.Equal(["x.dib > x", "y.ipynb > y"], Find("**/*.*"));
    }

    [Fact]
    public void A_search_of_the_output_folder_itself_finds_what_is_there()
    {
        Write("out/x.ipynb");
        Assert.Equal(["out/x.ipynb > x"], Find("out"));
    }

    [Fact]
    public void Excluded_folders_files_and_patterns_are_left_out_and_the_others_keep_their_place()
    {
        Write("books/a.dib", "books/sub/b.dib", "books/sub/c.ipynb", "books/other/d.dib");
        Assert.Equal(["books/a.dib > a", "books/other/d.dib > other/d"], Without("books/sub"));
        Assert.Equal(["books/a.dib > a", "books/other/d.dib > other/d", "books/sub/c.ipynb > sub/c"], Without("books/sub/b.dib"));
        Assert.Equal(["books/a.dib > a"], Without("books/s*/*", "books/other"));
    }

    [Theory]
    [InlineData("books/sab")]
    [InlineData("books/x/*.dib")]
    [InlineData("elsewhere")]
    public void Excluding_what_is_not_there_is_an_error(string excluded)
    {
        Write("books/a.dib", "elsewhere/b.dib");
        var error = Assert.Throws<CommandException>(() => Without(excluded));
        Assert.Equal(ExitCode.BadUsage, error.Code);
        Assert.Contains($"--exclude {Path.Combine(_folder, excluded)}", error.Message);
    }

    private string[] Without(params string[] excluded) =>
    [
        .. new NotebookFinder(Path.Combine(_folder, "out")).Find([Path.Combine(_folder, "books")], [.. excluded.Select(name => Path.Combine(_folder, name))])
            .Select(found => $"{Path.GetRelativePath(_folder, found.Path)} > {found.OutputStem}".Replace('\\', '/')),
    ];

    [Fact]
    public void A_pattern_matches_within_folders_and_across()
    {
        Write("books/a.dib", "books/sub/b.dib", "books/sub/c.ipynb");
        Assert.Equal(["books/a.dib > a"], Find("books/*.dib"));
        Assert.Equal(["books/a.dib > a", "books/sub/b.dib > sub/b"], Find("books/**/*.dib"));
        Assert.Equal(["books/sub/b.dib > b", "books/sub/c.ipynb > c"], Find("books/sub/*"));
        Assert.Equal(["books/sub/c.ipynb > sub/c"], Find("books/*/c.*"));
    }

    [Fact]
    public void Files_of_several_folders_keep_the_folders_below_their_common_one()
    {
        Write("books/a/x.dib", "books/b/x.dib");
        Assert.Equal(["books/b/x.dib > b/x", "books/a/x.dib > a/x"], Find("books/b/x.dib", "books/a/x.dib"));
        Assert.Equal(["books/a/x.dib > x"], Find("books/a/x.dib"));
    }

    [Fact]
    public void A_notebook_that_is_named_twice_is_found_once()
    {
        Write("a/x.dib");
        Assert.Equal(["a/x.dib > x"], Find("a/x.dib", "a/../a/x.dib", "a"));
    }

    [Fact]
    public void A_name_that_leads_to_nothing_is_told()
    {
        Write("empty/readme.md");
        Assert.Equal(["empty: there is no notebook (.dib, .ipynb) in the folder"], Find("empty"));
        Assert.Equal(["nowhere/*.dib: no notebook (.dib, .ipynb) matches the pattern"], Find("nowhere/*.dib"));
    }
}
