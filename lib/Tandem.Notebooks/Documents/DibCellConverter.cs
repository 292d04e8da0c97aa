namespace Tandem.Notebooks;

/// <summary>Makes cells of a .dib file out of cells that come from elsewhere.</summary>
internal sealed class DibCellConverter(KernelNames names)
{
    private readonly List<string> _changes = [];
    private int _number;

    /// <summary>What cells lost in their texts, so far.</summary>
    public IReadOnlyList<string> Changes => _changes;

    public IEnumerable<NotebookCell> Convert(NotebookCell cell)
    {
        _number++;
        if (cell.IsRaw)
        {
            return [];
        }

        var lines = TextLines.Split(Mended(cell.Source));
        // A first line that names the cell's kernel is what separates cells in the other format.
        var skipped = cell.IsCode && DibFormat.KernelAt(lines[0], names) == cell.Kernel ? 1 : 0;
        var parts = cell.IsCode ? Split(cell, lines[skipped..], skipped) : [Mask(cell, lines)];
        return parts.Select(Trim).OfType<NotebookCell>();
    }

    /// <summary>The text with U+FFFD for what no text file can hold: halves of surrogate pairs, and the character that marks binary files.</summary>
    private string Mended(string source)
    {
        var mended = WellFormed.Text(source).Replace('\0', '\ufffd');
        if (mended != source)
        {
            _changes.Add($"cell {_number}: a null character or half of a surrogate pair became U+FFFD");
        }

        return mended;
    }

    /// <summary>Cuts a cell where its text goes on in another kernel: running it does the same.</summary>
    private List<NotebookCell> Split(NotebookCell cell, string[] lines, int skipped)
    {
        var parts = new List<NotebookCell>();
        var kernel = cell.Kernel;
        var start = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            var next = i == lines.Length ? null : DibFormat.KernelAt(lines[i], names);
            if (next is not null || i == lines.Length)
            {
                parts.Add(new NotebookCell(kernel, string.Join('\n', lines[start..i]), cell.StartLine + skipped + start));
                (kernel, start) = (next ?? kernel, i + 1);
            }
        }

        if (parts.Count > 1)
        {
            _changes.Add($"cell {_number} became {parts.Count} cells, since it goes on in another language after a line such as '#!{parts[1].Kernel}'");
        }

        return parts;
    }

    /// <summary>Puts a space behind each line of prose that would be read as the start of a cell.</summary>
    private NotebookCell Mask(NotebookCell cell, string[] lines)
    {
        var masked = lines.Select(line => DibFormat.Separates(line, names) || DibFormat.StartsMetadata(line) ? line + " " : line).ToArray();
        foreach (var line in lines.Where(line => DibFormat.Separates(line, names)))
        {
            _changes.Add($"cell {_number}: the line '{line}' got a space behind it, since it would be read as the start of another cell");
        }

        return new NotebookCell(cell.Kernel, string.Join('\n', masked), cell.StartLine);
    }

    private NotebookCell? Trim(NotebookCell cell)
    {
        var source = cell.Source.Trim('\n');
        if (source.Length == 0)
        {
            _changes.Add($"cell {_number} is empty, which the format drops");
            return null;
        }

        if (source.Length != cell.Source.Length)
        {
            _changes.Add($"cell {_number} loses the empty lines around its text");
        }

        return cell with { Source = source };
    }
}
