using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>
/// A JSON object or array in the file's own words: replacing, adding or removing an element leaves every other byte as it was. Values are kept as text and
/// looked into only when asked for.
/// </summary>
internal sealed class JsonText
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 1000 };

    private readonly List<JsonElementText> _elements;
    private ReadOnlyMemory<byte> _end;

    private JsonText(bool isObject, List<JsonElementText> elements, ReadOnlyMemory<byte> end)
    {
        IsObject = isObject;
        _elements = elements;
        _end = end;
    }

    public bool IsObject { get; }

    public IReadOnlyList<JsonElementText> Elements => _elements;

    /// <summary>Reads a text that holds one object or array, and maybe white space around it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where the text starts in the file.</param>
    /// <exception cref="JsonException">The text is not JSON, or is another value than an object or array.</exception>
    public static JsonText Parse(ReadOnlyMemory<byte> text, int position = 0)
    {
        try
        {
            return Parse(text, text.Span, position);
        }
        catch (JsonException)
        {
            // Python writes NaN and Infinity, which JSON lacks. Read a copy in which zeros stand for them; what is kept is the text as it was.
            if (NonFiniteNumbers.Mask(text.Span) is not { } masked)
            {
                throw;
            }

            return Parse(text, masked, position);
        }
    }

    public JsonElementText? Find(string name) => _elements.Find(element => element.Name == name);

    /// <summary>Gives a member a value. A new member is put where the order of names wants it.</summary>
    public void Set(string name, ReadOnlyMemory<byte> value, JsonStyle style, int depth)
    {
        var index = _elements.FindIndex(element => element.Name == name);
        if (index >= 0)
        {
            _elements[index] = _elements[index] with { Value = value };
            return;
        }

        var place = _elements.FindIndex(element => string.CompareOrdinal(element.Name, name) > 0);
        Insert(place < 0 ? _elements.Count : place, new JsonElementText(default, name, style.Label(name), value, 0), style, depth);
    }

    public void Remove(string name)
    {
        var index = _elements.FindIndex(element => element.Name == name);
        if (index < 0)
        {
            return;
        }

        if (_elements.Count == 1)
        {
            _end = IsObject ? "{}"u8.ToArray() : "[]"u8.ToArray();
        }
        else if (index == 0)
        {
            _elements[1] = _elements[1] with { Before = _elements[0].Before };
        }

        _elements.RemoveAt(index);
    }

    /// <summary>Replaces all items of an array. An item of this array keeps what stood before it.</summary>
    /// <param name="items">For each item its former index, or null for a new one, and its text.</param>
    /// <param name="style">How new separators are written.</param>
    /// <param name="depth">How deep the array lies: 0 for the outermost.</param>
    public void ReplaceItems(IReadOnlyList<(int? Index, ReadOnlyMemory<byte> Text)> items, JsonStyle style, int depth)
    {
        var former = _elements.ToList();
        _elements.Clear();
        foreach (var (index, text) in items)
        {
            if (index is { } known && (known > 0) == (_elements.Count > 0))
            {
                _elements.Add(former[known] with { Value = text });
            }
            else if (_elements.Count == 0 && former.Count > 0)
            {
                _elements.Add(former[0] with { Value = text });
            }
            else
            {
                Insert(_elements.Count, new JsonElementText(default, null, default, text, 0), style, depth);
            }
        }

        if (_elements.Count == 0 && former.Count > 0)
        {
            _end = "[]"u8.ToArray();
        }
    }

    /// <summary>Writes the text.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="name">A member whose value is given apart, which saves making one text of a large one.</param>
    /// <param name="value">That value.</param>
    public void WriteTo(Stream stream, string? name = null, JsonText? value = null)
    {
        foreach (var element in _elements)
        {
            stream.Write(element.Before.Span);
            stream.Write(element.Label.Span);
            if (value is not null && element.Name == name)
            {
                value.WriteTo(stream);
            }
            else
            {
                stream.Write(element.Value.Span);
            }
        }

        stream.Write(_end.Span);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    private static JsonText Parse(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> readable, int position)
    {
        var reader = new Utf8JsonReader(readable, _options);
        reader.Read();
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("an object or array is expected here", null, 0, 0);
        }

        var elements = new List<JsonElementText>();
        var end = 0;
        while (reader.Read() && reader.CurrentDepth > 0)
        {
            var start = (int)reader.TokenStartIndex;
            string? name = null;
            if (isObject)
            {
                name = JsonStrings.Read(ref reader);
                reader.Read();
            }

            var valueStart = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(new JsonElementText(text[end..start], name, text[start..valueStart], text[valueStart..(int)reader.BytesConsumed], position + valueStart));
            end = (int)reader.BytesConsumed;
        }

        // Complains of anything after the end.
        reader.Read();
        return new JsonText(isObject, elements, text[end..]);
    }

    private void Insert(int index, JsonElementText element, JsonStyle style, int depth)
    {
        if (_elements.Count == 0)
        {
            var end = _end.Span.TrimStart(" \t\r\n"u8);
            _elements.Add(element with { Before = style.First(end[0], depth) });
            _end = style.Last(end[(end.IndexOfAny((byte)'}', (byte)']'))..], depth);
            return;
        }

        if (index == 0)
        {
            element = element with { Before = _elements[0].Before };
            _elements[0] = _elements[0] with { Before = Separator(style, depth) };
        }
        else
        {
            element = element with { Before = Separator(style, depth) };
        }

        _elements.Insert(index, element);
    }

    private ReadOnlyMemory<byte> Separator(JsonStyle style, int depth) => _elements.Count > 1 ? _elements[1].Before : style.Separator(depth);
}
