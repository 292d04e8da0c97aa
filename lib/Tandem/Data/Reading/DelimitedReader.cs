using System.Text;

namespace Tandem;

/// <summary>Reads a file into columns: cuts it into chunks, parses these in parallel, and merges them in order.</summary>
internal sealed class DelimitedReader
{
    private readonly TextFile _file;
    private readonly ReadOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly int _chunkSize;

    public DelimitedReader(TextFile file, ReadOptions options, int threads, int chunkSize)
    {
        RequireSensible(options);
        _file = file;
        _options = options;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _chunkSize = chunkSize;
    }

    public Column[] Read(out int skippedRows)
    {
        if (_file.Length <= _file.TextStart)
        {
            throw new InvalidDataException($"{_file.Path} is empty: check that it was downloaded or written completely.");
        }

        var chunks = TextChunks.Cut(_file, _file.TextStart, firstLine: 1, _chunkSize, _parallel);
        return _options.Quote is { } quote && TextChunks.Contain(_file, chunks, (byte)quote)
            ? ReadQuoted(chunks.Sum(chunk => chunk.Lines), out skippedRows)
            : ReadPlain(chunks, out skippedRows);
    }

    private Column[] ReadQuoted(int lines, out int skippedRows)
    {
        using var names = new QuotedRows(_file, _options);
        var plan = new ReadPlan(_file, _options, FieldNames(names.ReadNames()), Encoding.UTF8);
        return ReadUntilTypesFit(plan, lines, chunkCount: 1, out skippedRows, () =>
        {
            using var rows = new QuotedRows(_file, _options);
            if (_options.Header)
            {
                rows.ReadNames();
            }

            var sink = new RowSink(plan, chunk: 0, firstSlot: 0);
            rows.Read(plan.FieldCount, sink);
            return [(sink, 0)];
        });
    }

    private Column[] ReadPlain(TextChunk[] chunks, out int skippedRows)
    {
        var separator = _file.Encoding.GetBytes(_options.Separator);
        var (firstRow, start, line) = FirstLine(separator);
        var plan = new ReadPlan(_file, _options, FieldNames(firstRow), _file.Encoding);
        if (_options.Header)
        {
            chunks = TextChunks.Cut(_file, start, line, _chunkSize, _parallel);
        }

        return ReadUntilTypesFit(plan, chunks.Sum(chunk => chunk.Lines), chunks.Length, out skippedRows, () =>
        {
            var sinks = new (RowSink, int)[chunks.Length];
            Parallel.For(0, chunks.Length, _parallel, i =>
            {
                var sink = new RowSink(plan, i, chunks[i].FirstSlot);
                PlainRows.Read(_file, chunks[i], separator, plan.FieldCount, sink);
                sinks[i] = (sink, chunks[i].FirstSlot);
            });
            return sinks;
        });
    }

    private Column[] ReadUntilTypesFit(
        ReadPlan plan, int slots, int chunkCount, out int skippedRows, Func<(RowSink Sink, int FirstSlot)[]> readAll)
    {
        while (true)
        {
            plan.Begin(slots, chunkCount);
            var sinks = readAll();
            if (sinks.Any(part => part.Sink.Widened))
            {
                continue;
            }

            RequireNoFailure(sinks);
            skippedRows = sinks.Sum(part => part.Sink.Skipped);
            RequireRows(sinks, skippedRows);
            return plan.Finish([.. sinks.Select(part => new SlotRange(part.FirstSlot, part.Sink.Rows))], _parallel);
        }
    }

    private void RequireNoFailure((RowSink Sink, int FirstSlot)[] sinks)
    {
        var failed = Array.FindIndex(sinks, part => part.Sink.Failure is not null);
        if (failed >= 0)
        {
            var rows = sinks.Take(failed + 1).Sum(part => (long)part.Sink.Rows);
            throw new InvalidDataException(
                FormattableString.Invariant($"{_file.Path}, {sinks[failed].Sink.Failure}. {rows:N0} rows were read before it. ")
                + "Correct the file, declare the column as text, or pass SkipMalformed = true to leave such rows out and have them counted.");
        }
    }

    private void RequireRows((RowSink Sink, int FirstSlot)[] sinks, int skippedRows)
    {
        if (sinks.All(part => part.Sink.Rows == 0))
        {
            throw new InvalidDataException(
                skippedRows > 0
                    ? $"{_file.Path}: all {skippedRows} rows are malformed. Check the separator and the columns' types."
                    : $"{_file.Path} has a header and no rows: check that it was downloaded or written completely.");
        }
    }

    /// <summary>The cells of the first line that is not blank, and where the next line begins.</summary>
    private (string[]? Cells, long NextStart, long NextLine) FirstLine(byte[] separator)
    {
        var line = 1L;
        for (var start = _file.TextStart; start < _file.Length; line++)
        {
            var text = _file.Slice(start, (int)Math.Min(_file.Length - start, Array.MaxLength));
            var end = text.IndexOf((byte)'\n');
            var next = start + (end < 0 ? text.Length : end + 1);
            text = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            if (!text.IsEmpty)
            {
                return (PlainRows.Split(text, separator, _file.Encoding), next, line + 1);
            }

            start = next;
        }

        return (null, _file.Length, line);
    }

    private string[] FieldNames(string[]? firstRow)
    {
        if (firstRow is null)
        {
            throw new InvalidDataException($"{_file.Path} has blank lines only: check that it was downloaded or written completely.");
        }

        string[] names = _options switch
        {
            { Header: true } => [.. firstRow.Select((name, index) => name.Length > 0 ? name : NumberedName(index))],
            { Columns.Count: > 0 } => [.. _options.Columns.Select(column => column.Name)],
            _ => [.. Enumerable.Range(0, firstRow.Length).Select(NumberedName)],
        };
        return Repeated(names) is { } name
            ? throw new InvalidDataException($"{_file.Path}: the header names a column '{name}' more than once. Give each column a name of its own.")
            : names;

        static string NumberedName(int index) => FormattableString.Invariant($"column{index + 1}");
    }

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;

    private static void RequireSensible(ReadOptions options)
    {
        if (string.IsNullOrEmpty(options.Separator) || options.Separator.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new ArgumentException("The separator must have at least one character and no line end.", nameof(options));
        }

        if ((Repeated(options.Columns.Select(column => column.Name)) ?? Repeated(options.Keep)) is { } name)
        {
            throw new ArgumentException($"Column '{name}' is named more than once: name each column once.", nameof(options));
        }

        if (options.Quote is not null && (options.Separator.Length > 1 || options.Separator[0] > '\u007f'))
        {
            throw new ArgumentException(
                $"Quoted cells are read with a separator of one ASCII character, and '{options.Separator}' is none: pass Quote = null when quotes mean nothing in the file.",
                nameof(options));
        }

        if (options.Quote is > '\u007f')
        {
            throw new ArgumentException($"The quote character '{options.Quote}' is not ASCII: use \" or ', or null for none.", nameof(options));
        }
    }
}
