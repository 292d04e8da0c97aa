using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Texts that may be no Unicode, or no JSON, made fit for a file.</summary>
internal static class WellFormed
{
    /// <summary>How deep JSON may be nested. Python's reader, and so Jupyter, fails at about four times this depth.</summary>
    private const int DeepestJson = 250;

    /// <summary>The text with U+FFFD in the place of each surrogate that lacks its other half, which UTF-8 cannot hold.</summary>
    public static string Text(string text) => HasHalves(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>Whether a text has surrogates that lack their other half.</summary>
    public static bool HasHalves(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i < text.Length && i >= 0; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A JSON text in UTF-8; null when it is not JSON, or too deep.</summary>
    public static byte[]? Json(string text)
    {
        var json = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestJson });
            while (reader.Read())
            {
            }

            return json;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
