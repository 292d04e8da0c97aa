using System.Buffers;
using System.Text;

namespace Tandem;

/// <summary>Cuts texts into tokens.</summary>
internal static class TextTokens
{
    private static readonly SearchValues<char> _punctuation = SearchValues.Create("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'");
    private static readonly char[] _whitespace = [' ', '\t', '\n', '\v', '\f', '\r'];

    /// <summary>The tokens of a text, in order.</summary>
    public static IEnumerable<string> Of(string text, TextOptions options)
    {
        var words = Split(Standardize(text, options.Standardization), options.Separator);
        var tokens = Enumerable.Range(options.SmallestNGram, Math.Max(0, Math.Min(options.LargestNGram, words.Length) - options.SmallestNGram + 1)).SelectMany(size => NGrams(words, size));
        return options.Length is { } most ? tokens.Take(most) : tokens;
    }

    private static string Standardize(string text, TextStandardization standardization)
    {
        var (lower, strip) = standardization switch
        {
            TextStandardization.LowerAndStripPunctuation => (true, true),
            TextStandardization.Lower => (true, false),
            TextStandardization.StripPunctuation => (false, true),
            _ => (false, false),
        };
        if (!lower && !strip)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!strip || !_punctuation.Contains(character))
            {
                result.Append(lower && char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character);
            }
        }

        return result.ToString();
    }

    private static string[] Split(string text, string? separator) => separator switch
    {
        null => text.Split(_whitespace, StringSplitOptions.RemoveEmptyEntries),
        "" => [.. text.EnumerateRunes().Select(rune => rune.ToString())],
        _ => text.Split(separator, StringSplitOptions.RemoveEmptyEntries),
    };

    private static IEnumerable<string> NGrams(string[] words, int size) =>
        size == 1 ? words : Enumerable.Range(0, Math.Max(0, words.Length - size + 1)).Select(start => string.Join(' ', words, start, size));
}
