namespace Tandem.Notebooks.Tests;

/// <summary>Notebooks of others: every .dib and .ipynb file below the folder that TANDEM_NOTEBOOK_CORPUS names.</summary>
public sealed class NotebookCorpusTests
{
    [Fact]
    public void Every_notebook_of_the_corpus_is_written_back_byte_for_byte()
    {
        var folder = Environment.GetEnvironmentVariable("TANDEM_NOTEBOOK_CORPUS");
        Needs.That(folder is not null, "TANDEM_NOTEBOOK_CORPUS names no folder of notebooks.");
        var files = Directory.EnumerateFiles(folder!, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".dib" or ".ipynb").Order().ToList();
        var failures = new List<string>();
        var refused = new List<string>();
        foreach (var file in files)
        {
            try
            {
                var document = NotebookDocument.Read(file);
                Compare(file, "untouched", document, File.ReadAllBytes(file), failures);
                Compare(file, "rebuilt", Rebuilt(document), File.ReadAllBytes(file), failures);
                CompareConversion(file, document, failures);
            }
            catch (NotebookFormatException failure)
            {
                refused.Add(failure.Message);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Count} files, {refused.Count} refused\n{string.Join('\n', refused)}\n{string.Join('\n', failures)}");
        Assert.Empty(failures);
    }

    /// <summary>A document whose cells are put together anew from what was kept of each, as a changed document is.</summary>
    private static NotebookDocument Rebuilt(NotebookDocument document) => document.Format == NotebookFormat.Ipynb && (document.Cells.Count == 0 || document.Cells.Any(cell => cell.Id is null))
        ? document
        : document with { IsRewritten = true };

    private static void CompareConversion(string file, NotebookDocument document, List<string> failures)
    {
        if (document.Format == NotebookFormat.Ipynb)
        {
            var dib = NotebookConversion.ToDib(document, out _);
            var written = DibFormat.Parse(dib.ToText(), "written.dib");
            if (!written.Cells.Select(cell => (cell.Kernel, cell.Source)).SequenceEqual(dib.Cells.Select(cell => (cell.Kernel, cell.Source))) && dib.Cells.Count > 0)
            {
                failures.Add($"{file}: cells differ as .dib");
            }

            return;
        }

        var jupyter = IpynbReader.Parse(NotebookConversion.ToIpynb(document).ToText(), "written.ipynb");
        var back = DibFormat.Parse(NotebookConversion.ToDib(jupyter, out _).ToText(), "written.dib");
        if (!back.Cells.Select(cell => (cell.Kernel, cell.Source)).SequenceEqual(document.Cells.Select(cell => (cell.Kernel, cell.Source))))
        {
            failures.Add($"{file}: cells differ after the way to .ipynb and back");
        }
    }

    private static void Compare(string file, string what, NotebookDocument document, byte[] expected, List<string> failures)
    {
        using var stream = new MemoryStream();
        document.Write(stream);
        if (!stream.ToArray().AsSpan().SequenceEqual(expected))
        {
            failures.Add($"{file}: {what} it differs");
        }
    }
}
