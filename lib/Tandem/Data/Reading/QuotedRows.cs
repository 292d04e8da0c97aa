using CsvHelper;

namespace Tandem;

/// <summary>Splits lines that may have quoted cells: CsvHelper knows the rules.</summary>
internal sealed class QuotedRows : IDisposable
{
    private readonly TextFile _file;
    private readonly byte _separator;
    private readonly byte _quote;
    private readonly int _longestRow;
    private readonly long _linesBefore;
    private readonly CsvReader _reader;
    private CsvMalformedReason? _problem;

    /// <param name="file">The file.</param>
    /// <param name="options">The format.</param>
    /// <param name="longestRow">The bytes that a row may have.</param>
    public QuotedRows(TextFile file, ReadOptions options, int longestRow)
    {
        (_file, _separator, _quote, _longestRow) = (file, (byte)options.Separator[0], (byte)options.Quote!.Value, longestRow);
        _linesBefore = file.FirstLine - 1;
        _reader = CsvReader.Create(file.OpenStream(file.TextStart), new CsvReaderOptions
        {
            Separator = options.Separator[0],
            Quote = options.Quote.Value,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            Encoding = file.Encoding,
            BufferSize = 1 << 20,
            MaxRecordSize = longestRow,
            OnMalformedRecord = record => _problem = record.Reason,
        });
    }

    /// <summary>The cells of the next line that is not blank; null at the end of the file.</summary>
    public string[]? ReadNames()
    {
        while (NextRow(RowSink.Numbered))
        {
            if (!_reader.RawRecord.IsEmpty)
            {
                return [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];
            }
        }

        return null;
    }

    /// <summary>Hands each line to the sink, until the end or until the sink has enough.</summary>
    public void Read(int fieldCount, RowSink sink)
    {
        var bytes = new byte[256];
        var cells = new CellSpan[fieldCount];
        while (NextRow(sink.Name))
        {
            var blank = _reader.RawRecord.IsEmpty && fieldCount > 1;
            var goOn = blank || (Problem(sink.Name) is { } problem
                ? sink.Malformed(_linesBefore + _reader.LineNumber, problem)
                : sink.Add(Gather(ref bytes, cells), cells, _reader.FieldCount, _linesBefore + _reader.LineNumber));
            if (!goOn)
            {
                return;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool NextRow(Func<int, string> name)
    {
        _problem = null;
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException failure)
        {
            var line = _linesBefore + failure.LineNumber;
            var start = TextChunks.StartOfLine(_file, line);
            using var row = _file.Read(start, (int)Math.Min(1 << 20, _file.Length - start));
            throw new InvalidDataException(
                $"{_file.Path}, line {line}: the row that begins here has more than {_longestRow:N0} bytes: a quoted cell{In(row.Bytes, name)} does not end. "
                + "When quotes mean nothing in this file, pass Quote = null.",
                failure);
        }
    }

    /// <summary>What is wrong with the quotes; null for a quote in the middle of an unquoted cell, which is kept as it stands.</summary>
    private string? Problem(Func<int, string> name) => _problem switch
    {
        null or CsvMalformedReason.StrayQuote => null,
        CsvMalformedReason.UnterminatedQuote => $"a quoted cell{In(_reader.RawRecord, name)} begins here and does not end. When quotes mean nothing in this file, pass Quote = null",
        _ => "there is text between a closing quote and the next separator. When quotes mean nothing in this file, pass Quote = null",
    };

    /// <summary>" in column …" where a text opens a quote and does not close it.</summary>
    private string In(ReadOnlySpan<byte> row, Func<int, string> name) => QuotedCells.FindOpen(row, _separator, _quote) is >= 0 and var cell ? $" in {name(cell)}" : "";

    /// <summary>Writes the cells one after the other.</summary>
    private ReadOnlySpan<byte> Gather(ref byte[] bytes, CellSpan[] cells)
    {
        var used = 0;
        for (var i = 0; i < Math.Min(_reader.FieldCount, cells.Length); i++)
        {
            var cell = _reader.GetSpan(i);
            if (used + cell.Length > bytes.Length)
            {
                Array.Resize(ref bytes, 2 * (used + cell.Length));
            }

            cell.CopyTo(bytes.AsSpan(used));
            cells[i] = new CellSpan(used, cell.Length);
            used += cell.Length;
        }

        return bytes.AsSpan(0, used);
    }
}
