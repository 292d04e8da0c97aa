namespace Tandem.Notebooks;

/// <summary>Finds <c>#</c> headings in Markdown text, leaving out lines inside fenced code.</summary>
internal static class MarkdownHeadings
{
    public static IEnumerable<(int Level, string Text)> In(string markdown)
    {
        var fenced = false;
        foreach (var line in TextLines.Split(markdown))
        {
            if (line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }

            var level = line.AsSpan().IndexOfAnyExcept('#');
            if (!fenced && level is > 0 and <= 6 && line[level] == ' ')
            {
                yield return (level, line[level..].Trim().TrimEnd('#').TrimEnd());
            }
        }
    }
}
