using System.Text;

namespace Tandem.Notebooks;

/// <summary>Writes a changed document as .dib: cells that did not change as they were, the others in the format's written form.</summary>
internal sealed class DibWriter(DibOrigin origin, NotebookDocument document)
{
    private readonly StringBuilder _text = new();
    private readonly string _newLine = origin.NewLine;
    private readonly KernelNames _names = document.FindKernels();
    private bool _wroteMetadata = origin.Metadata.Length == 0;
    private int _metadataEnd = -1;
    private bool _afterNewCell;

    /// <exception cref="InvalidOperationException">A line of a cell's text would be read as the start of another cell.</exception>
    public string Write()
    {
        foreach (var (index, cell) in document.Cells.Index())
        {
            if (cell.Origin is not DibCellOrigin known || known.Owner != origin)
            {
                WriteNew(cell, index);
            }
            else if (known.AsRead == (cell.Kernel, cell.Source) && !(known.HoldsMetadata && _wroteMetadata))
            {
                WriteKnown(cell, known);
            }
            else
            {
                WriteChanged(cell, known, index);
            }
        }

        WriteMetadata(origin.CellCount);
        if (origin.Tail.Length > 0)
        {
            StartLine();
            _text.Append(origin.Tail);
        }

        return _text.ToString();
    }

    private void WriteKnown(NotebookCell cell, DibCellOrigin known)
    {
        WriteMetadata(known.Index);
        _wroteMetadata |= known.HoldsMetadata;
        StartLine();
        _text.Append(known.Before);
        var isUnderstood = known.Marker.Length > 0 || _text.Length == 0 || _text.Length == _metadataEnd && known.Body.StartsWith("#!", StringComparison.Ordinal);
        _text.Append(isUnderstood ? known.Marker : Marker(cell)).Append(known.Lead).Append(known.Body).Append(known.Trail);
    }

    private void WriteChanged(NotebookCell cell, DibCellOrigin known, int index)
    {
        WriteMetadata(known.HoldsMetadata ? origin.CellCount : known.Index);
        StartLine();
        _text.Append(known.Before);
        if (Source(cell, index) is { Length: > 0 } source)
        {
            var isUnderstood = known.AsRead.Kernel == cell.Kernel && (known.Marker.Length > 0 || _text.Length == 0);
            _text.Append(isUnderstood ? known.Marker : Marker(cell));
            _text.Append(isUnderstood || known.Lead.Length > 0 ? known.Lead : _newLine).Append(source).Append(known.Trail);
        }
    }

    private void WriteNew(NotebookCell cell, int index)
    {
        if (Source(cell, index) is not { Length: > 0 } source)
        {
            return;
        }

        WriteMetadata(index == 0 ? 0 : -1);
        StartLine();
        if (_text.Length > 0 && !EndsInBlankLine())
        {
            _text.Append(_newLine);
        }

        _text.Append(Marker(cell)).Append(_newLine).Append(source).Append(_newLine);
        _afterNewCell = true;
    }

    /// <summary>Writes the metadata if its place is before the cell.</summary>
    private void WriteMetadata(int index)
    {
        if (!_wroteMetadata && index >= origin.MetadataIndex)
        {
            StartLine();
            _text.Append(origin.Metadata);
            _wroteMetadata = true;
            _metadataEnd = _text.Length;
        }
    }

    private void StartLine()
    {
        if (_text.Length > 0 && _text[^1] != '\n')
        {
            _text.Append(_newLine);
        }

        if (_afterNewCell)
        {
            _text.Append(_newLine);
            _afterNewCell = false;
        }
    }

    private bool EndsInBlankLine()
    {
        var end = _text.Length - 2;
        if (end >= 0 && _text[end] == '\r')
        {
            end--;
        }

        return end >= 0 && _text[end] == '\n';
    }

    private string Marker(NotebookCell cell) => $"#!{cell.Kernel}{_newLine}";

    private string Source(NotebookCell cell, int index)
    {
        if (cell.IsRaw)
        {
            throw new InvalidOperationException($"Cell {index + 1} is a raw cell, which a .dib file cannot hold; remove it, or write an .ipynb file.");
        }

        if (WellFormed.HasHalves(cell.Kernel + cell.Source))
        {
            throw new InvalidOperationException($"Cell {index + 1} holds half of a surrogate pair, which a text file cannot hold; put another character in its place.");
        }

        var lines = TextLines.Split(cell.Source);
        var separator = lines.FirstOrDefault(line => DibFormat.Separates(line, _names) || !_wroteMetadata && DibFormat.StartsMetadata(line));
        if (separator is not null)
        {
            throw new InvalidOperationException($"The line '{separator}' of cell {index + 1} would be read as the start of another cell; split the cell there, or put a space behind the line.");
        }

        return string.Join(_newLine, lines).Trim('\r', '\n');
    }
}
