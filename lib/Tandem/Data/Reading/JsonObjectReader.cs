using System.Text.Json;

namespace Tandem;

/// <summary>Walks over the properties of the one JSON object that a text holds.</summary>
internal ref struct JsonObjectReader
{
    private Utf8JsonReader _json;
    private ReadOnlySpan<byte> _name;

    /// <exception cref="JsonException">The text does not begin with an object.</exception>
    public JsonObjectReader(ReadOnlySpan<byte> text)
    {
        _json = new Utf8JsonReader(text);
        _json.Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("this is no object");
        }
    }

    /// <summary>The property's name in UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Name => _name;

    /// <summary>What its value begins with.</summary>
    public readonly JsonTokenType Value => _json.TokenType;

    /// <summary>The value as it stands in the text, without quotes.</summary>
    public readonly ReadOnlySpan<byte> Raw => _json.ValueSpan;

    /// <summary>Goes on to the next property; false after the last one, when nothing follows the object.</summary>
    /// <exception cref="JsonException">The text is not one JSON object.</exception>
    public bool Next()
    {
        if (_json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && _json.CurrentDepth + 1 > 1)
        {
            _json.Skip();
        }

        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject)
        {
            return _json.Read();
        }

        _name = _json.ValueIsEscaped ? Unescaped() : _json.ValueSpan;
        return _json.Read();
    }

    /// <summary>Writes the value, a string without its escapes.</summary>
    /// <param name="target">Room for at least as many bytes as <see cref="Raw"/> has.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="InvalidOperationException">The string has half of a surrogate pair.</exception>
    public readonly int Copy(Span<byte> target)
    {
        if (_json.ValueIsEscaped)
        {
            return _json.CopyString(target);
        }

        _json.ValueSpan.CopyTo(target);
        return _json.ValueSpan.Length;
    }

    private readonly byte[] Unescaped()
    {
        var name = new byte[_json.ValueSpan.Length];
        return name[.._json.CopyString(name)];
    }
}
