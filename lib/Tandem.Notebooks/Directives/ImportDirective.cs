namespace Tandem.Notebooks;

/// <summary><c>#!import</c></summary>
internal sealed class ImportDirective() : DirectiveKind(new DirectiveSyntax(
    "#!import",
    "Runs a notebook (.dib, .ipynb) or a source file (.cs, .csx, .html, .js) in the line's place.",
    new DirectiveOption("--file", "FILE", "The file; its path is taken from the folder of the file that holds the line.", IsRequired: true, IsImplicit: true)))
{
    public override void Plan(DirectiveCall call, CellPlanBuilder plan)
    {
        var name = call.Text("--file");
        var path = Path.GetFullPath(Path.Combine(plan.Folder, name));
        if (plan.Importing.Contains(path))
        {
            throw new ArgumentException($"{name} imports itself, by way of {string.Join(", ", plan.Importing.Select(Path.GetFileName))}; remove one of the imports");
        }

        if (!File.Exists(path))
        {
            throw new ArgumentException($"there is no file {path}; the path is taken from the folder of {Path.GetFileName(plan.File)}");
        }

        plan.Import(path, CellsOf(path), call.Place);
    }

    private static IEnumerable<NotebookCell> CellsOf(string path)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".cs" or ".csx" => [new NotebookCell("csharp", WithoutShebang(File.ReadAllText(path)), 1)],
                ".html" or ".htm" => [new NotebookCell("html", File.ReadAllText(path), 1)],
                ".js" => [new NotebookCell("javascript", File.ReadAllText(path), 1)],
                ".dib" or ".ipynb" => NotebookDocument.Read(path).Cells.Where(cell => cell.IsCode),
                ".fs" or ".fsx" or ".ps1" => throw new ArgumentException($"{Path.GetFileName(path)} is not C#, and this session runs only that"),
                var other => throw new ArgumentException($"'{other}' files cannot be imported; give a .dib, .ipynb, .cs, .csx, .html or .js file"),
            };
        }
        catch (NotebookFormatException failure)
        {
            throw new ArgumentException(failure.Message, failure);
        }
    }

    /// <summary>A script's first line may tell a Unix shell what runs it; the line stays as a comment, so that line numbers stay true.</summary>
    private static string WithoutShebang(string text) => text.StartsWith("#!/", StringComparison.Ordinal) ? "//" + text : text;
}
