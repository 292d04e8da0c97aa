using System.Text;
using System.Text.Json;

namespace Tandem;

/// <summary>The names that the objects of a file give to their properties, in order of first occurrence, and what these hold.</summary>
internal sealed class JsonFields
{
    private readonly ByteDictionary _names = new();
    private readonly List<JsonKinds> _kinds = [];

    /// <summary>Looks through a file.</summary>
    public static JsonFields Of(TextFile file, TextChunk[] chunks, ParallelOptions parallel)
    {
        var parts = new JsonFields[chunks.Length];
        TextChunks.InOrder(chunks.Length, parallel, i => (parts[i] = new JsonFields()).AddLines(file, chunks[i]));
        var all = new JsonFields();
        foreach (var part in parts)
        {
            all.AddAll(part);
        }

        return all;
    }

    /// <summary>The names of what can be a column: lists and objects cannot.</summary>
    public string[] Columns() => [.. Enumerable.Range(0, _names.Count).Where(field => (_kinds[field] & ~JsonKinds.Nested) != 0).Select(_names.Texts.Text)];

    /// <summary>The first type to try for a column: what stands in quotes is no number.</summary>
    public ColumnType Narrowest(string name) => (KindsOf(name) & ~(JsonKinds.Null | JsonKinds.Nested)) switch
    {
        JsonKinds.Text => ColumnType.Timestamp,
        var kinds when (kinds & JsonKinds.Text) != 0 => ColumnType.String,
        _ => ColumnType.Bool,
    };

    private JsonKinds KindsOf(string name) => _names.Find(Encoding.UTF8.GetBytes(name)) is >= 0 and var field ? _kinds[field] : JsonKinds.None;

    private void AddLines(TextFile file, TextChunk chunk)
    {
        var found = new List<(int Field, JsonKinds Kinds)>();
        using var part = file.Read(chunk.Start, chunk.Length);
        for (var lines = new TextLines(part.Bytes, chunk.FirstLine); lines.Next();)
        {
            found.Clear();
            if (TryRead(lines.Text, found))
            {
                found.ForEach(field => _kinds[field.Field] |= field.Kinds);
            }
        }
    }

    /// <returns>False when the line is malformed: whoever reads the rows tells of it.</returns>
    private bool TryRead(ReadOnlySpan<byte> line, List<(int Field, JsonKinds Kinds)> found)
    {
        try
        {
            for (var json = new JsonObjectReader(line); json.Next();)
            {
                found.Add((Field(json.Name), KindsOf(json.Value)));
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private int Field(ReadOnlySpan<byte> name)
    {
        var field = _names.Code(name);
        if (field == _kinds.Count)
        {
            _kinds.Add(JsonKinds.None);
        }

        return field;
    }

    private void AddAll(JsonFields other)
    {
        var numbers = _names.AddAll(other._names);
        for (var field = 0; field < numbers.Length; field++)
        {
            if (numbers[field] == _kinds.Count)
            {
                _kinds.Add(JsonKinds.None);
            }

            _kinds[numbers[field]] |= other._kinds[field];
        }
    }

    private static JsonKinds KindsOf(JsonTokenType value) => value switch
    {
        JsonTokenType.Null => JsonKinds.Null,
        JsonTokenType.True or JsonTokenType.False => JsonKinds.Bool,
        JsonTokenType.Number => JsonKinds.Number,
        JsonTokenType.String => JsonKinds.Text,
        _ => JsonKinds.Nested,
    };
}
