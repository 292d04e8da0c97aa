namespace Tandem.Notebooks;

/// <summary>A line that instructs the session and not the compiler.</summary>
/// <param name="Name">The directive with its prefix, such as <c>#!set</c> or <c>#r</c>.</param>
/// <param name="Words">The words after it; quotes hold words together and are taken off, what follows a <c>//</c> is left out.</param>
/// <param name="Problem">What is wrong with the words; null when nothing is.</param>
internal sealed record Directive(string Name, IReadOnlyList<DirectiveWord> Words, string? Problem)
{
    private const string Marker = "#!";

    /// <summary>Reads a line; null when it is code.</summary>
    public static Directive? Parse(string line)
    {
        if (line.StartsWith(Marker, StringComparison.Ordinal))
        {
            var end = line.AsSpan().IndexOfAny(" \t") is var index and >= 0 ? index : line.Length;
            var (words, problem) = DirectiveWordReader.Read(line[end..], hasEscapes: true);
            return new Directive(line[..end], words, problem);
        }

        // The compiler's own directives may be indented, and their paths hold plain backslashes.
        var text = line.AsSpan().TrimStart();
        if ((text.StartsWith("#r", StringComparison.Ordinal) || text.StartsWith("#i", StringComparison.Ordinal)) && text.Length > 2 && text[2] is ' ' or '\t' or '"')
        {
            var (words, problem) = DirectiveWordReader.Read(text[2..].ToString(), hasEscapes: false);
            return new Directive(text[..2].ToString(), words, problem);
        }

        return null;
    }
}
