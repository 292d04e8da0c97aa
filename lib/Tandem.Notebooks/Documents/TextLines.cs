namespace Tandem.Notebooks;

/// <summary>Line splitting shared by the formats: <c>\n</c> ends a line, and carriage returns before it belong to the line end.</summary>
internal static class TextLines
{
    public static string[] Split(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = lines[i].TrimEnd('\r');
        }

        return lines;
    }

    public static string Normalise(string text) => text.Contains('\r', StringComparison.Ordinal) ? string.Join('\n', Split(text)) : text;

    /// <summary>The first line end of a text; <c>\n</c> where it has none.</summary>
    public static string NewLineOf(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && text[end - 1] == '\r' ? "\r\n" : "\n";
}
