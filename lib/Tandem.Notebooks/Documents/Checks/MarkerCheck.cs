namespace Tandem.Notebooks;

/// <summary>Finds lines of a .dib file that look like the start of a cell, and which the format takes for a cell's text.</summary>
internal sealed class MarkerCheck(NotebookDocument document, KernelNames names)
{
    /// <summary>What begins a line in other programs' notebooks, beside the directives that are known here.</summary>
    private static readonly HashSet<string> _otherDirectives = ["log", "meta", "reset", "restart"];

    public IEnumerable<NotebookProblem> Check(NotebookCell cell, int number)
    {
        if (document.Format != NotebookFormat.Dib)
        {
            return [];
        }

        return TextLines.Split(cell.Source).Index()
            .Where(line => line.Item.StartsWith("#!", StringComparison.Ordinal))
            .Select(line => (line.Index, Reason: Reason(line.Item)))
            .Where(line => line.Reason is not null)
            .Select(line => new NotebookProblem(document.Path, cell.StartLine + line.Index, number, line.Reason!));
    }

    /// <summary>Whether a line is <c>#!</c> and a single word that is neither a kernel's name, in any case, nor a directive's.</summary>
    public static bool IsUnknown(string line, KernelNames names)
    {
        var name = line.StartsWith("#!", StringComparison.Ordinal) ? line[2..].Trim() : "";
        return name.Length > 0 && !name.Any(char.IsWhiteSpace) && !_otherDirectives.Contains(name) && DirectiveTable.Find("#!" + name) is null && KernelOf(name, names) is null;
    }

    /// <summary>The kernel that a name means, maybe in another case; null for none.</summary>
    public static string? KernelOf(string name, KernelNames names) => names.Resolve(name) ?? names.Resolve(name.ToLowerInvariant());

    private string? Reason(string line) =>
        IsUnknown(line, names) ? $"'{line}' names neither a kernel nor a known directive; a kernel of that name must be listed in the #!meta block"
        : KernelOf(line[2..].Trim(), names) is { } kernel ? $"'{line}' is part of this cell's text; to start a cell it must read '#!{kernel}', without spaces and in this case"
        : null;
}
