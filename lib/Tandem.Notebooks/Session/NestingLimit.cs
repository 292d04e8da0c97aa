using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Refuses code whose brackets are nested deeper than anybody writes. In types, patterns and interpolated strings the compiler's parser follows them down without
/// a look at the stack.
/// </summary>
internal static class NestingLimit
{
    /// <summary>How many brackets may be open at once.</summary>
    public const int Most = 250;

    // In interpolated strings, documentation and directives, brackets are counted whether they are nested or not: the large stack holds this many.
    private const int MostInText = 20_000;

    // Documentation is left a comment here: the lexer would parse its elements by recursion.
    private static readonly CSharpParseOptions _options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <exception cref="NestingException">Brackets of the code are nested too deeply.</exception>
    public static void Check(string code)
    {
        // Few cells have as many brackets, nested or not.
        if (code.AsSpan().Count("not") + Brackets(code) <= Most)
        {
            return;
        }

        // The lexer reads interpolated strings within each other by recursion.
        if (InterpolatedStrings(code) > MostInText)
        {
            throw new NestingException(EndOf(code));
        }

        if (FindExcess(code) is { } position)
        {
            throw new NestingException(SourceText.From(code).Lines.GetLinePosition(position));
        }
    }

    /// <summary>Where code ends.</summary>
    public static LinePosition EndOf(string code) => SourceText.From(code).Lines.GetLinePosition(code.Length);

    /// <summary>The place of the first bracket that is nested too deeply; null when there is none.</summary>
    private static int? FindExcess(string code)
    {
        var depth = new BracketDepth();
        foreach (var token in SyntaxFactory.ParseTokens(code, options: _options))
        {
            if (token.LeadingTrivia.Where(IsParsed).Sum(trivia => Brackets(trivia.ToFullString())) > MostInText || IsTooDeep(token, depth))
            {
                return token.SpanStart;
            }
        }

        return null;
    }

    private static bool IsTooDeep(SyntaxToken token, BracketDepth depth) => token.Kind() switch
    {
        SyntaxKind.InterpolatedStringToken => Brackets(token.Text) > MostInText,
        SyntaxKind.CharacterLiteralToken or SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => false,
        _ => depth.After(token.Text) > Most,
    };

    /// <summary>Whether the compiler parses what it takes no code from: directives and documentation.</summary>
    private static bool IsParsed(SyntaxTrivia trivia) =>
        trivia.IsDirective
        || (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia && trivia.ToString() is var comment
            && (comment.StartsWith("///", StringComparison.Ordinal) || comment.StartsWith("/**", StringComparison.Ordinal)));

    private static int Brackets(string text) => text.Count(character => character is '(' or '[' or '{' or '<');

    private static int InterpolatedStrings(string code) => code.AsSpan().Count("$\"") + code.AsSpan().Count("$@") + code.AsSpan().Count("@$");
}
