using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>Whether a text can be run as a cell.</summary>
/// <param name="Status"><c>complete</c>, <c>incomplete</c> or <c>invalid</c>, as the Jupyter protocol says it.</param>
/// <param name="Indent">The spaces that the next line begins with, when the text is incomplete; else null.</param>
internal sealed record CodeCompleteness(string Status, string? Indent)
{
    private const int IndentWidth = 4;

    private static readonly KernelNames _kernels = new();

    private static readonly CSharpParseOptions _script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Judges by syntax alone: what the names in the text mean does not matter.</summary>
    public static CodeCompleteness Judge(string code)
    {
        var text = CellCode.Of(code, _kernels).Text;
        try
        {
            return CompilerStack.Run(text, () => Judge(CSharpSyntaxTree.ParseText(text, _script)));
        }
        catch (NestingException)
        {
            return new CodeCompleteness("invalid", null);
        }
    }

    private static CodeCompleteness Judge(SyntaxTree tree)
    {
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            return new CodeCompleteness("incomplete", Indentation(tree));
        }

        return new CodeCompleteness(tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete", null);
    }

    private static string Indentation(SyntaxTree tree)
    {
        var depth = 0;
        foreach (var token in tree.GetRoot().DescendantTokens().Where(token => !token.IsMissing))
        {
            depth += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        }

        return new string(' ', IndentWidth * Math.Max(0, depth));
    }
}
