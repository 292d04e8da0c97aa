namespace Tandem.Notebooks;

/// <summary>Finds lines of a .dib file that look like the start of a cell, and which the format takes for a cell's text.</summary>
internal sealed class MarkerCheck
{
    private static readonly HashSet<string> _directives =
        ["about", "connect", "import", "log", "lsmagic", "meta", "reset", "restart", "set", "share", "time", "who", "whos"];

    private readonly NotebookDocument _document;
    private readonly KernelNames _names;
    private readonly HashSet<string> _connected;

    public MarkerCheck(NotebookDocument document, KernelNames names)
    {
        _document = document;
        _names = names;
        _connected = [.. document.Cells.SelectMany(cell => TextLines.Split(cell.Source)).Where(line => line.StartsWith("#!connect", StringComparison.Ordinal)).SelectMany(line => line.Split(' '))];
    }

    public IEnumerable<NotebookProblem> Check(NotebookCell cell, int number)
    {
        if (_document.Format != NotebookFormat.Dib)
        {
            return [];
        }

        return TextLines.Split(cell.Source).Index()
            .Where(line => line.Item.StartsWith("#!", StringComparison.Ordinal))
            .Select(line => (line.Index, Reason: Reason(line.Item)))
            .Where(line => line.Reason is not null)
            .Select(line => new NotebookProblem(_document.Path, cell.StartLine + line.Index, number, line.Reason!));
    }

    private string? Reason(string line)
    {
        var name = line[2..].Trim();
        if (_names.Resolve(name) is null && _names.Resolve(name.ToLowerInvariant()) is null)
        {
            var isKnown = name.Length == 0 || name.Any(character => char.IsWhiteSpace(character)) || _directives.Contains(name) || _connected.Contains(name) || name.StartsWith("sql-", StringComparison.Ordinal) || name.StartsWith("kql-", StringComparison.Ordinal);
            return isKnown ? null : $"'{line}' names neither a kernel nor a known directive; a kernel of that name must be listed in the #!meta block";
        }

        return $"'{line}' is part of this cell's text; to start a cell it must read '#!{_names.Resolve(name) ?? _names.Resolve(name.ToLowerInvariant())}', without spaces and in this case";
    }
}
