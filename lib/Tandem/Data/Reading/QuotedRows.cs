using CsvHelper;

namespace Tandem;

/// <summary>Splits lines that may have quoted cells: CsvHelper knows the rules.</summary>
internal sealed class QuotedRows : IDisposable
{
    private readonly CsvReader _reader;
    private readonly long _linesBefore;
    private string? _problem;

    public QuotedRows(TextFile file, ReadOptions options)
    {
        _linesBefore = file.FirstLine - 1;
        _reader = CsvReader.Create(file.OpenStream(file.TextStart), new CsvReaderOptions
        {
            Separator = options.Separator[0],
            Quote = options.Quote!.Value,
            HasHeader = false,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
            Encoding = file.Encoding,
            BufferSize = 1 << 20,
            OnMalformedRecord = record => _problem = Describe(record.Reason),
        });
    }

    /// <summary>The cells of the next line that is not blank; null at the end of the file.</summary>
    public string[]? ReadNames()
    {
        while (_reader.Read())
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
        while (NextRow())
        {
            var blank = _reader.RawRecord.IsEmpty && fieldCount > 1;
            var goOn = blank || (_problem is null
                ? sink.Add(Gather(ref bytes, cells), cells, _reader.FieldCount, _linesBefore + _reader.LineNumber)
                : sink.Malformed(_linesBefore + _reader.LineNumber, _problem));
            if (!goOn)
            {
                return;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool NextRow()
    {
        _problem = null;
        return _reader.Read();
    }

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

    /// <summary>What is wrong with the quotes; null for a quote in the middle of an unquoted cell, which is kept as it stands.</summary>
    private static string? Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => null,
        CsvMalformedReason.UnterminatedQuote => "a quoted cell begins here and does not end. When quotes mean nothing in this file, pass Quote = null",
        _ => "there is text between a closing quote and the next separator. When quotes mean nothing in this file, pass Quote = null",
    };
}
