using System.Text;

namespace Tandem;

/// <summary>Reads a file of one JSON object a line into columns: cuts it into chunks, parses these in parallel, and merges them in order.</summary>
internal sealed class JsonLinesReader
{
    private readonly TextFile _file;
    private readonly JsonLinesOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly TextChunk[] _chunks;

    public JsonLinesReader(TextFile file, JsonLinesOptions options, int threads, int chunkSize)
    {
        KeptColumns.RequireDistinct(options.Keep, options.Columns);
        _file = file;
        _options = options;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        (_chunks, _) = TextChunks.Cut(_file, chunkSize, TextChunks.LongestLine, _parallel);
    }

    public Column[] Read(out int skippedRows)
    {
        if (!Array.Exists(_chunks, HasLines))
        {
            throw new InvalidDataException($"{_file.Path} has blank lines only: check that it was downloaded or written completely.");
        }

        var columns = Columns();
        var names = columns.OrderBy(column => column.Cell).Select(column => column.Name).ToArray();
        var plan = new ReadPlan(_file, columns, names.Length, nullTokens: [], _options.SkipMalformed, Encoding.UTF8);
        var cells = new ByteDictionary();
        Array.ForEach(names, name => cells.Code(Encoding.UTF8.GetBytes(name)));
        var parts = new JsonRows[_chunks.Length];
        var read = ReadPasses.Run(plan, _chunks.Sum(chunk => chunk.Lines), _chunks.Length, _parallel, out skippedRows, () =>
        {
            var sinks = new RowSink[_chunks.Length];
            TextChunks.InOrder(_chunks.Length, _parallel, i =>
            {
                sinks[i] = new RowSink(plan, i, _chunks[i].FirstSlot, _chunks[i].Lines);
                (parts[i] = new JsonRows(cells)).Read(_file, _chunks[i], sinks[i]);
                sinks[i].Complete();
            });
            return sinks;
        });
        RequireSeen(names, parts);
        return read.Length > 0
            ? read
            : throw new InvalidDataException($"{_file.Path}: no object has a property that a column can hold, only lists and objects or nothing at all.");
    }

    /// <summary>The columns to read; when nothing need be inferred, the file need not be looked through for them.</summary>
    private ReadColumn[] Columns()
    {
        var kept = ColumnSpec.Merge(_options.Keep, _options.Columns.Concat(_options.Schema));
        string[] names = [.. kept.Select(spec => spec.Name)];
        if (names.Length > 0 && kept.All(spec => spec.Type is not null))
        {
            return KeptColumns.Choose(_file, kept, [], [], names, _ => ColumnType.Bool);
        }

        var fields = JsonFields.Of(_file, _chunks, _parallel);
        if (names.Length > 0)
        {
            return KeptColumns.Choose(_file, kept, [], [], names, cell => fields.Narrowest(names[cell]));
        }

        var all = fields.Columns();
        if (all.Contains(""))
        {
            throw new InvalidDataException($"{_file.Path}: an object has a property without a name, which cannot be a column. Name the columns to read: Keep = […].");
        }

        return KeptColumns.Choose(_file, [], _options.Columns, _options.Schema, all, cell => fields.Narrowest(all[cell]));
    }

    private void RequireSeen(string[] names, JsonRows[] parts)
    {
        // A column that nobody asked for may stand in lines alone that were left out: it has no values then.
        var asked = _options.Keep.Concat(_options.Columns).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var missing = Enumerable.Range(0, names.Length).FirstOrDefault(cell => asked.Contains(names[cell]) && !Array.Exists(parts, part => part.Seen[cell]), -1);
        if (missing >= 0)
        {
            throw KeptColumns.Unknown(_file, names[missing], JsonFields.Of(_file, _chunks, _parallel).Columns());
        }
    }

    private bool HasLines(TextChunk chunk)
    {
        using var part = _file.Read(chunk.Start, chunk.Length);
        return new TextLines(part.Bytes, chunk.FirstLine).Next();
    }
}
