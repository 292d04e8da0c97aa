using System.Text;

namespace Tandem;

/// <summary>Reads a file into columns: cuts it into chunks, parses these in parallel, and merges them in order.</summary>
internal sealed class DelimitedReader
{
    private readonly TextFile _file;
    private readonly ReadOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly int _chunkSize;
    private readonly int _longestLine;
    private readonly EarlierPart? _earlier;

    /// <param name="file">The file, or a part of it.</param>
    /// <param name="options">The format.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="chunkSize">How many bytes a thread takes at a time.</param>
    /// <param name="longestLine">The bytes that a line, or a row of lines in quotes, may have.</param>
    /// <param name="earlier">What is known from the parts before this one; <see langword="null"/> for a whole file or its first part.</param>
    public DelimitedReader(TextFile file, ReadOptions options, int threads, int chunkSize, int longestLine, EarlierPart? earlier = null)
    {
        RequireSensible(options);
        _file = file;
        _options = options;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        (_chunkSize, _longestLine, _earlier) = (chunkSize, longestLine, earlier);
    }

    private bool BeginsWithHeader => _options.Header && _earlier is null;

    /// <summary>What this part tells of the next one; known once it has been read.</summary>
    public EarlierPart? Known { get; private set; }

    public Column[] Read(out int skippedRows)
    {
        var (chunks, hasQuotes) = TextChunks.Cut(_file, _chunkSize, _longestLine, _parallel, (byte?)_options.Quote);
        return hasQuotes
            ? ReadQuoted(chunks.Sum(chunk => chunk.Lines), out skippedRows)
            : ReadPlain(chunks, out skippedRows);
    }

    private ReadPlan Plan(string[] fieldNames, Encoding cellEncoding) => new(
        _file,
        KeptColumns.Choose(
            _file, _options.Keep, _options.Columns, _options.Schema, fieldNames, cell => _earlier?.Types.GetValueOrDefault(cell) ?? ColumnType.Bool, mayWiden: _earlier is null),
        fieldNames.Length,
        _options.NullTokens,
        _options.SkipMalformed,
        cellEncoding,
        _earlier?.Rows);

    private Column[] Run(ReadPlan plan, string[] fieldNames, int slots, int chunkCount, out int skippedRows, Func<RowSink[]> readAll)
    {
        var columns = ReadPasses.Run(plan, slots, chunkCount, _parallel, out skippedRows, readAll);
        var types = plan.Columns.Zip(columns).ToDictionary(column => column.First.Cell, column => column.Second.Type);
        Known = new EarlierPart(fieldNames, types, (_earlier?.Rows ?? 0) + columns[0].Length);
        return columns;
    }

    private Column[] ReadQuoted(int lines, out int skippedRows)
    {
        var fieldNames = _earlier?.FieldNames ?? QuotedFieldNames();
        var plan = Plan(fieldNames, Encoding.UTF8);
        return Run(plan, fieldNames, lines, chunkCount: 1, out skippedRows, () =>
        {
            using var rows = new QuotedRows(_file, _options, _longestLine);
            if (BeginsWithHeader)
            {
                rows.ReadNames();
            }

            var sink = new RowSink(plan, chunk: 0, firstSlot: 0, lines);
            rows.Read(plan.FieldCount, sink);
            sink.Complete();
            return [sink];
        });
    }

    private string[] QuotedFieldNames()
    {
        using var names = new QuotedRows(_file, _options, _longestLine);
        return FieldNames(names.ReadNames());
    }

    private Column[] ReadPlain(TextChunk[] chunks, out int skippedRows)
    {
        var separator = _file.Encoding.GetBytes(_options.Separator);
        var (firstRow, start, line) = _earlier is null ? FirstLine(chunks, separator) : default;
        var fieldNames = _earlier?.FieldNames ?? FieldNames(firstRow);
        var plan = Plan(fieldNames, _file.Encoding);
        if (BeginsWithHeader)
        {
            chunks = TextChunks.From(chunks, start, line);
        }

        return Run(plan, fieldNames, chunks.Sum(chunk => chunk.Lines), chunks.Length, out skippedRows, () =>
        {
            var sinks = new RowSink[chunks.Length];
            TextChunks.InOrder(chunks.Length, _parallel, i =>
            {
                sinks[i] = new RowSink(plan, i, chunks[i].FirstSlot, chunks[i].Lines);
                PlainRows.Read(_file, chunks[i], separator, plan.FieldCount, sinks[i]);
                sinks[i].Complete();
            });
            return sinks;
        });
    }

    /// <summary>The cells of the first line that is not blank, and where the next line begins.</summary>
    private (string[]? Cells, long NextStart, long NextLine) FirstLine(TextChunk[] chunks, byte[] separator)
    {
        foreach (var chunk in chunks)
        {
            using var part = _file.Read(chunk.Start, chunk.Length);
            var line = chunk.FirstLine;
            for (var rest = part.Bytes; !rest.IsEmpty; line++)
            {
                var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
                var text = end < 0 ? rest : rest[..end];
                rest = end < 0 ? default : rest[(end + TextChunks.LengthOfLineEnd(rest[end..]))..];
                if (!text.IsEmpty)
                {
                    return (PlainRows.Split(text, separator, _file.Encoding), chunk.Start + chunk.Length - rest.Length, line + 1);
                }
            }
        }

        return (null, _file.Length, 0);
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
        return _options.NumberRepeatedNames ? KeptColumns.NumberRepeated(names) : RequireDistinct(names);

        static string NumberedName(int index) => $"column{index + 1}";
    }

    /// <summary>Names may repeat only where none of the columns of that name is asked for.</summary>
    private string[] RequireDistinct(string[] names)
    {
        var asked = _options.Keep.Count == 0 ? names : _options.Keep.Concat(_options.Columns).Select(column => column.Name);
        if (KeptColumns.Repeated(names) is null || KeptColumns.Repeated(names.Where(asked.ToHashSet(StringComparer.Ordinal).Contains)) is not { } name)
        {
            return names;
        }

        var cells = names.Index().Where(field => field.Item == name).Select(field => field.Index + 1);
        throw new InvalidDataException(
            $"{_file.Path}: the header calls the columns {string.Join(" and ", cells)} '{name}'. Pass NumberRepeatedNames = true to call them '{name}', '{name}_2' and so on, "
            + "or Keep = […] without that name to leave them out.");
    }

    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static void RequireSensible(ReadOptions options)
    {
        if (string.IsNullOrEmpty(options.Separator) || options.Separator.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new ArgumentException("The separator must have at least one character and no line end.", nameof(options));
        }

        KeptColumns.RequireDistinct(options.Keep, options.Columns);
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
