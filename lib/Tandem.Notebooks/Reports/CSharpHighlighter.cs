using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>Colours C# text as HTML, by the compiler's own lexer.</summary>
internal static class CSharpHighlighter
{
    private static readonly CSharpParseOptions _options = CSharpParseOptions.Default.WithKind(SourceCodeKind.Script);

    /// <summary>The text as HTML with a span for each coloured word; nothing else is changed.</summary>
    public static string Highlight(string code)
    {
        var html = new StringBuilder(code.Length * 2);
        foreach (var token in SyntaxFactory.ParseTokens(code, options: _options))
        {
            AppendTrivia(html, token.LeadingTrivia);
            AppendSpan(html, ClassOf(token), token.Text);
            AppendTrivia(html, token.TrailingTrivia);
        }

        return html.ToString();
    }

    private static void AppendTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (var item in trivia)
        {
            AppendSpan(html, ClassOf(item), item.ToFullString());
        }
    }

    private static void AppendSpan(StringBuilder html, string? cssClass, string text)
    {
        var encoded = ReportText.Encode(text);
        html.Append(cssClass is null || text.Length == 0 ? encoded : $"<span class=\"{cssClass}\">{encoded}</span>");
    }

    private static string? ClassOf(SyntaxTrivia trivia) => trivia.Kind() switch
    {
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia => "c",
        SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia => null,
        // Directives of the notebook: the lexer calls them skipped or bad.
        _ => "d",
    };

    private static string? ClassOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8StringLiteralToken => "s",
        SyntaxKind.IdentifierToken when token.IsContextualKeyword() || IsUsualContextualKeyword(token.Text) => "k",
        SyntaxKind.IdentifierToken when char.IsUpper(token.Text[0]) => "t",
        _ when token.IsKeyword() => "k",
        _ => null,
    };

    /// <summary>Words that are keywords where they stand in nearly all code; the lexer alone cannot tell.</summary>
    private static bool IsUsualContextualKeyword(string text) => text is "var" or "await" or "async" or "record" or "when" or "yield" or "from" or "select" or "where";
}
