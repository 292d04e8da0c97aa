namespace Tandem.Notebooks;

/// <summary>The word of a directive's line that a cursor is in.</summary>
/// <param name="Name">The directive's name; null when the cursor is in the name itself.</param>
/// <param name="Words">The words between the name and the cursor's word.</param>
/// <param name="Start">Where the word starts in the code, after quotes that open it.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Typed">What stands of it before the cursor.</param>
internal sealed record DirectiveSite(string? Name, IReadOnlyList<DirectiveWord> Words, int Start, int End, string Typed)
{
    /// <summary>Null when the cursor is in a line that is no directive, and does not begin one.</summary>
    public static DirectiveSite? At(string code, int cursor)
    {
        var lineStart = code.LastIndexOf('\n', Math.Max(0, cursor - 1), cursor) + 1;
        var lineEnd = code.IndexOfAny(['\r', '\n'], cursor) is var index and >= 0 ? index : code.Length;
        var line = code[lineStart..lineEnd];
        var nameStart = lineStart + line.Length - line.TrimStart().Length;
        if (nameStart >= cursor || code[nameStart] != '#')
        {
            return null;
        }

        var nameEnd = code.IndexOfAny([' ', '\t', '"'], nameStart, lineEnd - nameStart) is var end and >= 0 ? end : lineEnd;
        return cursor <= nameEnd
            ? new DirectiveSite(null, [], nameStart, nameEnd, code[nameStart..cursor])
            : Directive.Parse(line) is { } directive ? InWords(code, directive.Name, nameEnd, cursor, lineEnd) : null;
    }

    private static DirectiveSite InWords(string code, string name, int wordsStart, int cursor, int lineEnd)
    {
        var (start, isQuoted) = (wordsStart, false);
        for (var i = wordsStart; i < cursor; i++)
        {
            isQuoted ^= code[i] == '"';
            start = code[i] == '"' && isQuoted ? i + 1 : char.IsWhiteSpace(code[i]) && !isQuoted ? i + 1 : start;
        }

        var end = cursor;
        while (end < lineEnd && code[end] != '"' && (isQuoted || !char.IsWhiteSpace(code[end])))
        {
            end++;
        }

        var before = code[wordsStart..start].TrimEnd('"');
        return new DirectiveSite(name, DirectiveWordReader.Read(before, hasEscapes: true).Words, start, end, code[start..cursor]);
    }
}
