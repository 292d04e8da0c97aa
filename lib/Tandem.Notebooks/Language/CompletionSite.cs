using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>The word at a cursor, and the code with a made-up name in its place: the parser then sees a name there whatever was typed so far.</summary>
/// <param name="Start">Where the word starts.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Typed">What stands of it before the cursor, without <c>@</c>.</param>
/// <param name="Code">The code with the made-up name.</param>
internal sealed record CompletionSite(int Start, int End, string Typed, string Code)
{
    /// <summary>A letter that ends the made-up name, and that nobody uses.</summary>
    private const char Mark = '\u02C0';

    /// <summary>Null when the cursor is in a number.</summary>
    public static CompletionSite? At(string code, int cursor)
    {
        var start = cursor;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
        {
            start--;
        }

        var end = cursor;
        while (end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
        {
            end++;
        }

        if (start < end && !SyntaxFacts.IsIdentifierStartCharacter(code[start]))
        {
            return null;
        }

        var typed = code[start..cursor];
        start -= start > 0 && code[start - 1] == '@' ? 1 : 0;
        return new CompletionSite(start, end, typed, $"{code[..end]}{Mark}{EndOfStatement(code, end)}{code[end..]}");
    }

    /// <summary>True for the made-up name.</summary>
    public static bool IsMarked(string name) => name.EndsWith(Mark);

    /// <summary>A semicolon where the line ends and the next one begins with a name, which the parser would else take for a part of this statement.</summary>
    private static string EndOfStatement(string code, int end)
    {
        var next = end;
        while (next < code.Length && char.IsWhiteSpace(code[next]))
        {
            next++;
        }

        return next < code.Length && code.AsSpan(end, next - end).Contains('\n') && SyntaxFacts.IsIdentifierStartCharacter(code[next]) ? ";" : "";
    }
}
