namespace Tandem.Notebooks;

/// <summary>The members of a JSON object in order, their values as written. Of members of one name the first counts.</summary>
internal sealed class JsonMembers
{
    private readonly OrderedDictionary<string, ReadOnlyMemory<byte>> _values = [];

    /// <summary>No members.</summary>
    public JsonMembers()
    {
    }

    /// <summary>The members of an object; none for another value.</summary>
    public JsonMembers(ReadOnlyMemory<byte>? json)
    {
        foreach (var element in ElementsOf(json, '{'))
        {
            _values.TryAdd(element.Name!, element.Value);
        }
    }

    public IEnumerable<string> Names => _values.Keys;

    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>A member's value; null where there is none of that name.</summary>
    public ReadOnlyMemory<byte>? Find(string name) => _values.TryGetValue(name, out var value) ? (ReadOnlyMemory<byte>?)value : null;

    /// <summary>The items of a member that is an array; none otherwise.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items(string name) => [.. ElementsOf(Find(name), '[').Select(item => item.Value)];

    /// <summary>The text of a member that is a string, or an array of strings; null otherwise.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    /// <summary>The text of a value that is a string, or an array of strings; null otherwise.</summary>
    public static string? TextOf(ReadOnlyMemory<byte> value) => IpynbReader.TextOf(new JsonElementText(default, null, default, value, 0));

    /// <summary>Takes a member out; null where there is none of that name.</summary>
    public ReadOnlyMemory<byte>? Take(string name) => _values.Remove(name, out var value) ? (ReadOnlyMemory<byte>?)value : null;

    public void Set(string name, ReadOnlyMemory<byte> value) => _values[name] = value;

    /// <summary>Sets a member as another object has it, if it does.</summary>
    public void Copy(JsonMembers other, string name)
    {
        if (other._values.TryGetValue(name, out var value))
        {
            _values[name] = value;
        }
    }

    /// <summary>Sets all members of another object.</summary>
    public void SetAll(JsonMembers other)
    {
        foreach (var (name, value) in other._values)
        {
            _values[name] = value;
        }
    }

    public byte[] ToBytes() => Joined('{', '}', _values.Select(member => (byte[])[.. JsonStrings.Quote(member.Key), (byte)':', .. member.Value.Span]));

    /// <summary>An array of values.</summary>
    public static byte[] Array(IEnumerable<byte[]> items) => Joined('[', ']', items);

    private static byte[] Joined(char open, char close, IEnumerable<byte[]> elements)
    {
        using var json = new MemoryStream();
        foreach (var (index, element) in elements.Index())
        {
            json.WriteByte(index == 0 ? (byte)open : (byte)',');
            json.Write(element);
        }

        return json.Length == 0 ? [(byte)open, (byte)close] : [.. json.ToArray(), (byte)close];
    }

    private static IReadOnlyList<JsonElementText> ElementsOf(ReadOnlyMemory<byte>? json, char open)
    {
        if (json is not { } value || value.Span.TrimStart(" \t\r\n"u8) is not [var first, ..] || first != open)
        {
            return [];
        }

        return JsonText.Parse(value).Elements;
    }
}
