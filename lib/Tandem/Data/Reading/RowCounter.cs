namespace Tandem;

/// <summary>Finds the ends of rows in a text that comes piece by piece. A line end within a quoted cell ends no row, and blank lines are none.</summary>
/// <param name="quote">What encloses quoted cells; <see langword="null"/> for none.</param>
/// <param name="separator">What stands between two cells, where there are quotes.</param>
internal sealed class RowCounter(byte? quote, byte separator)
{
    private bool _blank = true;
    private bool _atCellStart = true;
    private bool _quoted;
    private bool _perhapsClosed;
    private bool _afterReturn;

    /// <summary>The rows that have ended.</summary>
    public int Rows { get; private set; }

    /// <summary>The lines that have ended.</summary>
    public long Lines { get; private set; }

    /// <summary>Goes on through the text.</summary>
    /// <returns>How many bytes of it are those of the first <paramref name="rows"/> rows and of their line ends.</returns>
    public int Take(ReadOnlySpan<byte> text, int rows)
    {
        for (var position = 0; position < text.Length;)
        {
            var isLineFeedOfReturn = _afterReturn && text[position] == (byte)'\n';
            _afterReturn = false;
            if (isLineFeedOfReturn)
            {
                position++;
            }
            else if (Rows == rows)
            {
                return position;
            }
            else if (_perhapsClosed)
            {
                // A quote within a quoted cell: the next one makes it a quote of the text, anything else the cell's end.
                _perhapsClosed = false;
                _quoted = text[position] == quote;
                position += _quoted ? 1 : 0;
            }
            else
            {
                position += TakeRun(text[position..]);
            }
        }

        return text.Length;
    }

    /// <summary>Starts counting rows anew, between two rows.</summary>
    public void BeginPart() => Rows = 0;

    /// <summary>Takes what stands before the next quote or line end, or the one that stands here.</summary>
    private int TakeRun(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAny(quote ?? (byte)'\n', (byte)'\n', (byte)'\r');
        length = length < 0 ? text.Length : length;
        if (length > 0)
        {
            _blank = false;
            _atCellStart = text[length - 1] == separator;
            return length;
        }

        if (text[0] == quote)
        {
            _perhapsClosed = _quoted;
            _quoted |= _atCellStart;
            (_blank, _atCellStart) = (false, false);
        }
        else
        {
            EndLine(text[0]);
        }

        return 1;
    }

    private void EndLine(byte lineEnd)
    {
        Lines++;
        _afterReturn = lineEnd == (byte)'\r';
        if (!_quoted)
        {
            Rows += _blank ? 0 : 1;
            (_blank, _atCellStart) = (true, true);
        }
    }
}
