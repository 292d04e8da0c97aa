using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Tandem.Notebooks.Tests;

/// <summary>Documents made by chance: what is not changed is written as it was read.</summary>
public sealed class LosslessTests
{
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static readonly Arbitrary<int> _seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void A_jupyter_notebook_is_written_back_byte_for_byte() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = new RandomNotebook(seed).Text();
        var document = IpynbReader.Parse(text, "test.ipynb");
        Assert.Equal(text, document.ToText());
        Assert.Equal(text, (document with { IsRewritten = true }).ToText());
    }));

    [Fact]
    public void A_cells_new_text_changes_nothing_else_of_a_jupyter_notebook() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = new RandomNotebook(seed).Text();
        var document = IpynbReader.Parse(text, "test.ipynb");
        foreach (var (index, cell) in document.Cells.Index())
        {
            var changed = With(document, index, cell with { Source = "some\nother 😀 \"text\"" }).ToText();
            var former = JsonText.Parse(((IpynbCellOrigin)cell.Origin!).Text).Find("source")!.Value;
            AssertOnlyReplaced(text, changed, Encoding.UTF8.GetString(former.Span).Length);
            Assert.Equal("some\nother 😀 \"text\"", IpynbReader.Parse(changed, "test.ipynb").Cells[index].Source);
        }
    }));

    [Fact]
    public void A_cells_new_outputs_change_nothing_else_of_a_jupyter_notebook() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = new RandomNotebook(seed).Text();
        var document = IpynbReader.Parse(text, "test.ipynb");
        var outputs = new CellOutput[] { new StreamOutput("a\nb\n", false), new ResultOutput(MimeBundle.Of("application/json", "{\"x\": [1.50, {}]}", "text")) };
        foreach (var (index, cell) in document.Cells.Index().Where(cell => cell.Item.IsCode))
        {
            var changed = With(document, index, cell.WithResults(7, outputs)).ToText();
            var json = JsonText.Parse(((IpynbCellOrigin)cell.Origin!).Text);
            // Two members change; what stands between them counts as changed for this comparison of both ends.
            var (first, second) = (json.Find("outputs")!, json.Find("execution_count")!);
            var span = Math.Abs(first.Position - second.Position) + Math.Max(first.Value.Length, second.Value.Length);
            AssertOnlyReplaced(text, changed, span);
            var read = IpynbReader.Parse(changed, "test.ipynb");
            Assert.Equal(document.Cells, read.Cells.Select((other, i) => other with { StartLine = document.Cells[i].StartLine }));
            Assert.Equal(2, read.Cells[index].OutputCount);
        }
    }));

    [Fact]
    public void Cells_of_a_jupyter_notebook_can_be_moved_removed_and_added() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var document = IpynbReader.Parse(new RandomNotebook(seed).Text(), "test.ipynb");
        var changed = document with { Cells = Shuffled(document.Cells, seed, new NotebookCell("csharp", "added", 1) { Id = "added", Tags = ["a"] }) };
        var read = IpynbReader.Parse(changed.ToText(), "test.ipynb");
        Assert.Equal(changed.Cells.Select(cell => cell with { StartLine = 0 }), read.Cells.Select(cell => cell with { StartLine = 0 }));
        Assert.Equal(changed.Cells.Sum(cell => cell.OutputCount), read.Cells.Sum(cell => cell.OutputCount));
    }));

    [Fact]
    public void A_dib_file_is_written_back_byte_for_byte() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = RandomDib(seed);
        var document = DibFormat.Parse(text, "test.dib");
        Assert.Equal(text, document.ToText());
        Assert.Equal(text, (document with { IsRewritten = true }).ToText());
    }));

    [Fact]
    public void A_cells_new_text_changes_nothing_else_of_a_dib_file() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = RandomDib(seed);
        var document = DibFormat.Parse(text, "test.dib");
        foreach (var (index, cell) in document.Cells.Index())
        {
            var changed = With(document, index, cell with { Source = "some\nother text" });
            var written = changed.ToText();
            Assert.Equal(Content(changed), Content(DibFormat.Parse(written, "test.dib")));
            if (cell.Origin is DibCellOrigin { HoldsMetadata: false, Marker.Length: > 0 } origin)
            {
                AssertOnlyReplaced(text, written, origin.Body.Length);
            }
        }
    }));

    [Fact]
    public void Cells_of_a_dib_file_can_be_moved_removed_and_added() => Check.One(_config, Prop.ForAll(_seeds, MoveCellsOfDib));

    /// <summary>A cell that begins with a line break which is not the file's own, moved to another place.</summary>
    [Fact]
    public void A_line_break_that_is_not_the_files_own_does_not_keep_a_dib_cell_from_being_moved() => MoveCellsOfDib(2106482091);

    private static void MoveCellsOfDib(int seed)
    {
        var document = DibFormat.Parse(RandomDib(seed), "test.dib");
        var changed = document with { Cells = Shuffled(document.Cells, seed, new NotebookCell("mermaid", "added", 1)) };
        var read = DibFormat.Parse(changed.ToText(), "test.dib");
        var kept = changed with { Cells = [.. changed.Cells.Where(cell => cell.Source.Length > 0)] };
        Assert.Equal(kept.Cells.Count > 0 ? ContentOfDib(kept) : [(document.DefaultKernel, "")], ContentOfDib(read));
        Assert.Equal(document.DefaultKernel, read.DefaultKernel);
    }

    /// <summary>What the format can hold: behind a marker no cell begins with an empty line.</summary>
    private static IEnumerable<(string, string)> ContentOfDib(NotebookDocument document) => Content(document).Select(cell => (cell.Item1, cell.Item2.TrimStart('\r', '\n')));

    [Fact]
    public void A_dib_file_in_written_form_survives_the_way_to_jupyter_and_back_byte_for_byte() => Check.One(_config, Prop.ForAll(_seeds, seed =>
    {
        var text = WrittenDib(seed);
        var jupyter = IpynbReader.Parse(NotebookConversion.ToIpynb(DibFormat.Parse(text, "test.dib")).ToText(), "test.ipynb");
        Assert.Equal(text, NotebookConversion.ToDib(jupyter, out _).ToText());
    }));

    private static NotebookDocument With(NotebookDocument document, int index, NotebookCell cell) =>
        document with { Cells = [.. document.Cells.Select((other, i) => i == index ? cell : other)] };

    private static List<NotebookCell> Shuffled(IReadOnlyList<NotebookCell> cells, int seed, NotebookCell added)
    {
        var random = new Random(seed);
        var kept = cells.Where(_ => random.Next(4) > 0).ToArray();
        if (random.Next(2) == 0)
        {
            random.Shuffle(kept);
        }

        var result = kept.ToList();
        if (random.Next(3) > 0)
        {
            result.Insert(random.Next(result.Count + 1), added);
        }

        return result;
    }

    private static IEnumerable<(string, string)> Content(NotebookDocument document) => document.Cells.Select(cell => (cell.Kernel, cell.Source));

    /// <summary>What differs lies in one place, and is no longer than what was to be replaced.</summary>
    private static void AssertOnlyReplaced(string before, string after, int length)
    {
        var start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = before.Reverse().Zip(after.Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(start + end >= before.Length - length, $"more than {length} characters of\n{before}\nchanged in\n{after}");
    }

    private static string RandomDib(int seed)
    {
        var random = new Random(seed);
        string[] choices = ["", "", " ", "code", "more code", "#!csharp", "#!markdown", "#!c#", "#!time", "#!meta\n{}", "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"html\",\"items\":[]}}\n\n#!csharp", "\t", "\r"];
        var hasMetadata = false;
        var text = new StringBuilder();
        var count = random.Next(12);
        for (var i = 0; i < count; i++)
        {
            var line = choices[random.Next(choices.Length)];
            if (line.StartsWith("#!meta", StringComparison.Ordinal))
            {
                // Metadata goes on to the next line that starts so.
                line = hasMetadata ? "x" : line + "\n#!time";
                hasMetadata = true;
            }

            foreach (var part in line.Split('\n'))
            {
                text.Append(part).Append(random.Next(seed % 3 == 0 ? 2 : 1) == 0 ? "\n" : "\r\n");
            }
        }

        return random.Next(2) == 0 ? text.ToString() : text.ToString().TrimEnd('\r', '\n');
    }

    private static string WrittenDib(int seed)
    {
        var random = new Random(seed);
        string[] metadata = ["", "{}", "{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"aliases\":[],\"name\":\"mysql\",\"x\":1.50}]}}", "{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\",\"items\":[{\"name\":\"fsharp\"}]},\"other\":\"\\u00e9\"}"];
        string[] kernels = ["csharp", "fsharp", "markdown", "html", "mermaid"];
        string[] sources = ["1", " ", "a\n\nb", "#!time\nx", "é😀\t\"\\", "#!set --name x --value 1", "line\r more"];
        var newLine = random.Next(2) == 0 ? "\n" : "\r\n";
        var json = metadata[random.Next(metadata.Length)];
        var cells = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => $"#!{kernels[random.Next(kernels.Length)]}\n\n{sources[random.Next(sources.Length)]}\n");
        var text = (json.Length > 0 ? $"#!meta\n\n{json}\n\n" : "") + string.Join('\n', cells);
        return text.Replace("\n", newLine, StringComparison.Ordinal);
    }
}
