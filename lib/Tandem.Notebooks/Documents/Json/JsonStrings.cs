using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Reads and writes JSON strings as notebooks have them: text stays readable, and half a surrogate pair survives.</summary>
internal static class JsonStrings
{
    /// <summary>The text of the reader's string or property name.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException) when (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            return Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>The text of a JSON string as written, quotes included.</summary>
    public static string Read(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>The JSON string for a text, with quotes. Only what JSON wants escaped is escaped.</summary>
    public static byte[] Quote(string text)
    {
        var json = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                json.Append(text, i++, 2);
            }
            else
            {
                Append(json, text[i]);
            }
        }

        return Encoding.UTF8.GetBytes(json.Append('"').ToString());
    }

    private static void Append(StringBuilder json, char character)
    {
        var escape = character switch
        {
            '"' => '"',
            '\\' => '\\',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            _ => '\0',
        };
        if (escape != '\0')
        {
            json.Append('\\').Append(escape);
        }
        else if (character < ' ' || char.IsSurrogate(character))
        {
            json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }
        else
        {
            json.Append(character);
        }
    }

    /// <summary>Takes escapes out of a string that the JSON reader refuses for a surrogate without its partner.</summary>
    private static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            if (escaped[i] == 'u')
            {
                text.Append((char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(escaped[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
            }
        }

        return text.ToString();
    }
}
