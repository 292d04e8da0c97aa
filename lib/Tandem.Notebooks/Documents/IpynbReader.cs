using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Reads Jupyter notebooks: nbformat 3 and 4.</summary>
public static class IpynbReader
{
    /// <summary>Parses a notebook's text.</summary>
    /// <param name="text">The file's JSON text.</param>
    /// <param name="path">The file's name, for messages and for the document.</param>
    /// <returns>The document, with all its cells. Start lines are those of the JSON file's cell sources.</returns>
    /// <exception cref="NotebookFormatException">The text is not JSON, or not a notebook; the message names line, column, cell and key.</exception>
    public static NotebookDocument Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(path);
        return Parse(Encoding.UTF8.GetBytes(text), 0, path);
    }

    /// <summary>Parses a file.</summary>
    /// <param name="file">The file's content, in UTF-8.</param>
    /// <param name="start">Where the text starts: after the byte order mark, where there is one.</param>
    /// <param name="path">The file's name.</param>
    internal static NotebookDocument Parse(ReadOnlyMemory<byte> file, int start, string path)
    {
        var reading = new IpynbReading(file, path);
        try
        {
            return reading.Read(JsonText.Parse(file[start..], start), start);
        }
        catch (JsonException failure)
        {
            var position = start + PositionOf(file.Span[start..], failure);
            throw NotebookFormatException.At(path, file.Span, position, $"the file is not valid JSON ({DibFormat.Reason(failure)}); restore it, or save it again from your editor");
        }
    }

    /// <summary>What a document that was not read from a file is written into.</summary>
    internal static NotebookOrigin Empty(NotebookDocument document, string newLine = "\n", string? polyglotNotebook = null) =>
        Parse(IpynbSkeleton.Of(document, newLine, polyglotNotebook), 0, document.Path).Origin;

    /// <summary>A text that the format holds as a string or as an array of strings; null when it is something else.</summary>
    internal static string? TextOf(JsonElementText value)
    {
        if (value.IsString)
        {
            return JsonStrings.Read(value.Value.Span);
        }

        if (!value.IsArray)
        {
            return null;
        }

        var lines = JsonText.Parse(value.Value).Elements;
        return lines.All(line => line.IsString) ? string.Concat(lines.Select(line => JsonStrings.Read(line.Value.Span))) : null;
    }

    private static int PositionOf(ReadOnlySpan<byte> text, JsonException failure)
    {
        var position = 0;
        for (var line = 0; line < (failure.LineNumber ?? 0); line++)
        {
            position += text[position..].IndexOf((byte)'\n') + 1;
        }

        return position + (int)(failure.BytePositionInLine ?? 0);
    }
}
