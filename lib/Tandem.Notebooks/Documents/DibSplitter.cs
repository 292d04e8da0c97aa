namespace Tandem.Notebooks;

/// <summary>Cuts a .dib file into its cells, and remembers for each how it was written.</summary>
internal sealed class DibSplitter
{
    private readonly string _text;
    private readonly string[] _lines;
    private readonly int[] _starts;
    private readonly KernelNames _names;
    private readonly DibOrigin _origin;
    private readonly List<NotebookCell> _cells = [];

    /// <summary>Where the text ends that cells and metadata have so far.</summary>
    private int _taken;

    public DibSplitter(string text, string[] lines, KernelNames names, DibOrigin origin)
    {
        _text = text;
        _lines = lines;
        _names = names;
        _origin = origin;
        _starts = new int[lines.Length + 1];
        for (var i = 1; i < lines.Length; i++)
        {
            _starts[i] = text.IndexOf('\n', _starts[i - 1]) + 1;
        }

        _starts[^1] = text.Length;
    }

    public IReadOnlyList<NotebookCell> Split(int metaStart, int metaEnd, string defaultKernel)
    {
        var kernel = defaultKernel;
        var marker = -1;
        var content = new List<int>();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (i == metaStart)
            {
                if (content.TrueForAll(IsEmpty))
                {
                    TakeMetadata(metaEnd);
                }

                i = metaEnd - 1;
            }
            else if (DibFormat.KernelAt(_lines[i], _names) is { } next)
            {
                AddCell(kernel, marker, content, i, metaStart, metaEnd);
                (kernel, marker) = (next, i);
                content.Clear();
            }
            else
            {
                content.Add(i);
            }
        }

        AddCell(kernel, marker, content, _lines.Length, metaStart, metaEnd);
        _origin.CellCount = _cells.Count;
        _origin.Tail = _text[_taken..];
        return _cells;
    }

    private void AddCell(string kernel, int marker, List<int> content, int end, int metaStart, int metaEnd)
    {
        var filled = content.FindAll(line => !IsEmpty(line));
        if (filled.Count == 0)
        {
            return;
        }

        var (first, last) = (filled[0], filled[^1]);
        var holdsMetadata = first < metaStart && metaStart < last;
        var metadataFollows = last < metaStart && metaStart < end;
        var source = string.Join('\n', content.Where(line => line >= first && line <= last).Select(line => _lines[line]));
        // A marker that metadata separates from the text stays with what stands before the cell.
        var isMarked = marker >= 0 && _starts[marker] >= _taken;
        var (markerStart, lead) = isMarked ? (_starts[marker], _starts[marker + 1]) : (_taken, _taken);
        var bodyEnd = _starts[last] + _lines[last].Length;
        var cellEnd = _starts[metadataFollows ? metaStart : end];
        _cells.Add(new NotebookCell(kernel, source, first + 1)
        {
            Origin = new DibCellOrigin(
                _origin, _cells.Count, (kernel, source), _text[_taken..markerStart], _text[markerStart..lead],
                _text[lead.._starts[first]], _text[_starts[first]..bodyEnd], _text[bodyEnd..cellEnd], holdsMetadata),
        });
        _taken = cellEnd;
        if (holdsMetadata)
        {
            _origin.Metadata = _text[_starts[metaStart].._starts[metaEnd]];
            _origin.MetadataIndex = _cells.Count;
        }
        else if (metadataFollows)
        {
            TakeMetadata(metaEnd);
        }
    }

    /// <summary>The metadata stands before the next cell, and so does all that no cell has taken.</summary>
    private void TakeMetadata(int metaEnd)
    {
        _origin.Metadata = _text[_taken.._starts[metaEnd]];
        _origin.MetadataIndex = _cells.Count;
        _taken = _starts[metaEnd];
    }

    private bool IsEmpty(int line) => _lines[line].Length == 0;
}
