using System.Text.Json;

namespace Tandem;

/// <summary>Takes the wanted values out of lines that are JSON objects.</summary>
/// <param name="names">The wanted properties, one a cell.</param>
internal sealed class JsonRows(ByteDictionary names)
{
    private readonly CellSpan[] _cells = new CellSpan[names.Count];
    private byte[] _bytes = new byte[1024];

    /// <summary>For each wanted property whether any line had it.</summary>
    public bool[] Seen { get; } = new bool[names.Count];

    /// <summary>Hands each line of a chunk to the sink, until the end or until the sink has enough.</summary>
    public void Read(TextFile file, TextChunk chunk, RowSink sink)
    {
        using var part = file.Read(chunk.Start, chunk.Length);
        for (var lines = new TextLines(part.Bytes, chunk.FirstLine); lines.Next();)
        {
            var goOn = Gather(lines.Text, out var position) is { } problem
                ? sink.Malformed(position is null ? Line(lines.Number) : $"{Line(lines.Number)}, byte {position}", problem)
                : sink.Add(_bytes, _cells, _cells.Length, lines.Number);
            if (!goOn)
            {
                return;
            }
        }

        static string Line(long number) => $"line {number}";
    }

    /// <summary>Writes the values one after the other.</summary>
    /// <returns>What is wrong with the line; null when nothing is.</returns>
    private string? Gather(ReadOnlySpan<byte> line, out long? position)
    {
        position = null;
        try
        {
            return GatherCells(line);
        }
        catch (JsonException failure)
        {
            position = failure.BytePositionInLine + 1;
            return Describe(line, failure);
        }
        catch (InvalidOperationException)
        {
            return "a text has half of a surrogate pair (\\ud800 to \\udfff), which stands for no character";
        }
    }

    private string? GatherCells(ReadOnlySpan<byte> line)
    {
        if (_bytes.Length < line.Length)
        {
            _bytes = new byte[Math.Max(line.Length, 2 * _bytes.Length)];
        }

        Array.Fill(_cells, CellSpan.Missing);
        var used = 0;
        var next = 0;
        for (var json = new JsonObjectReader(line); json.Next();)
        {
            if (CellOf(json.Name, next) is not (>= 0 and var cell))
            {
                continue;
            }

            next = cell + 1;
            Seen[cell] = true;
            if (json.Value is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return $"column '{names.Texts.Text(cell)}' holds {(json.Value == JsonTokenType.StartArray ? "a list" : "an object")}, which no cell can: leave the column out";
            }

            if (!_cells[cell].IsMissing)
            {
                return $"'{names.Texts.Text(cell)}' stands in the object twice";
            }

            if (json.Value != JsonTokenType.Null)
            {
                var length = json.Copy(_bytes.AsSpan(used));
                _cells[cell] = new CellSpan(used, length);
                used += length;
            }
        }

        return null;
    }

    /// <summary>Which cell a property is; −1 for none. Objects of one file mostly have their properties in one order.</summary>
    private int CellOf(ReadOnlySpan<byte> name, int expected) =>
        expected < names.Count && name.SequenceEqual(names.Texts[expected]) ? expected : names.Find(name);

    private static string Describe(ReadOnlySpan<byte> line, JsonException failure)
    {
        var hint = line.TrimStart((byte)' ') switch
        {
            [(byte)'[', ..] => "The file may be one JSON list; write one object a line.",
            [(byte)'{', (byte)'\'', ..] => "Names in single quotes are Python's way; JSON has double ones.",
            [(byte)'{'] => "The object must not go on in the next line.",
            _ => "A file that breaks off here must be got again.",
        };
        var cause = failure.Message.Split(" LineNumber:")[0].TrimEnd('.');
        return $"this is not one JSON object: {cause}. {hint}";
    }
}
