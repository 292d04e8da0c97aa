using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Refuses code that is nested deeper than anybody writes. In types, patterns and interpolated strings the compiler's parser follows brackets down without
/// a look at the stack; what else is too deep for the compiler, <see cref="InterpolatedNesting"/> and <see cref="SyntaxDepth"/> find.
/// </summary>
internal static class NestingLimit
{
    /// <summary>How many brackets may be open at once.</summary>
    private const int Most = 250;

    private static readonly string _excess = $"the code is nested too deeply for the compiler, which takes {Most} brackets within each other; give parts of it names of their own";

    // In interpolated strings, documentation and directives, brackets are counted whether they are nested or not: the large stack holds this many.
    private const int MostInText = 20_000;

    // Documentation is left a comment here: the lexer would parse its elements by recursion.
    private static readonly CSharpParseOptions _options = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <exception cref="NestingException">The code is nested too deeply.</exception>
    public static void Check(string code)
    {
        // Few cells have as many brackets or interpolated strings, nested or not.
        if (code.AsSpan().Count("not") + Brackets(code) > Most || InterpolatedNesting.Count(code) > InterpolatedNesting.Most)
        {
            CheckTokens(code);
        }

        SyntaxDepth.Check(code, _options);
    }

    /// <summary>Where code ends.</summary>
    public static LinePosition EndOf(string code) => LineOf(code, code.Length);

    private static LinePosition LineOf(string code, int position) => SourceText.From(code).Lines.GetLinePosition(position);

    private static void CheckTokens(string code)
    {
        // The lexer reads interpolated strings within each other by recursion.
        if (InterpolatedNesting.Count(code) > MostInText)
        {
            throw new NestingException($"the code has more than {MostInText:N0} interpolated strings, more than the compiler reads; put texts into a collection or a file", EndOf(code));
        }

        var depth = new BracketDepth();
        foreach (var token in SyntaxFactory.ParseTokens(code, options: _options))
        {
            if (token.LeadingTrivia.Where(IsParsed).Sum(trivia => Brackets(trivia.ToFullString())) > MostInText || IsTooDeep(token, depth))
            {
                throw new NestingException(_excess, LineOf(code, token.SpanStart));
            }

            if (token.IsKind(SyntaxKind.InterpolatedStringToken) && InterpolatedNesting.FindExcess(token.Text) is { } position)
            {
                throw new NestingException(InterpolatedNesting.Excess, LineOf(code, token.SpanStart + position));
            }
        }
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
}
