namespace Tandem.Notebooks;

/// <summary>Line splitting shared by the formats: <c>\r\n</c> and <c>\n</c> both end a line.</summary>
internal static class TextLines
{
    public static string[] Split(string text) => Normalise(text).Split('\n');

    public static string Normalise(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The first line end of a text; <c>\n</c> where it has none.</summary>
    public static string NewLineOf(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && text[end - 1] == '\r' ? "\r\n" : "\n";
}
