using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>What a cursor points at.</summary>
/// <param name="Symbol">The symbol that is meant.</param>
/// <param name="Overloads">All methods that its name could mean, itself included; just itself for other symbols.</param>
internal sealed record InspectedSymbol(ISymbol Symbol, IReadOnlyList<ISymbol> Overloads)
{
    /// <summary>The symbol of the name at the cursor; where there is none, the one that is called with the arguments around the cursor. Null when there is neither.</summary>
    public static InspectedSymbol? At(int cursor, SemanticModel model)
    {
        var token = TokenAt(cursor, model.SyntaxTree.GetRoot());
        return (token.Parent is { } node && cursor <= token.Span.End ? Named(token, node, model) : null) ?? Called(token, cursor, model);
    }

    /// <summary>The token that the cursor is in, or that ends at it.</summary>
    private static SyntaxToken TokenAt(int cursor, SyntaxNode root)
    {
        var token = root.FindToken(cursor);
        return token.SpanStart < cursor || (token.SpanStart == cursor && IsName(token)) ? token : token.GetPreviousToken();
    }

    private static bool IsName(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()) || token.Kind() is SyntaxKind.ThisKeyword or SyntaxKind.BaseKeyword;

    private static InspectedSymbol? Named(SyntaxToken token, SyntaxNode node, SemanticModel model)
    {
        if (!IsName(token))
        {
            return null;
        }

        if (node is not ExpressionSyntax expression)
        {
            return model.GetDeclaredSymbol(node) is { } declared ? new InspectedSymbol(declared, [declared]) : null;
        }

        // A type that is made stands for its constructor.
        if (expression.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>() is { } creation && creation.Type.Span.Contains(token.Span) && creation.Type.GetLastToken() == token)
        {
            return OfCall(creation, model, creation.ArgumentList?.Arguments.Count ?? 0);
        }

        var info = model.GetSymbolInfo(expression);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) switch
        {
            null => null,
            IMethodSymbol => OfMethod(expression, model),
            var symbol => new InspectedSymbol(symbol, [symbol]),
        };
    }

    private static InspectedSymbol? OfMethod(ExpressionSyntax name, SemanticModel model)
    {
        var whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (whole.Parent is InvocationExpressionSyntax call && call.Expression == whole)
        {
            return OfCall(call, model, call.ArgumentList.Arguments.Count);
        }

        var group = model.GetMemberGroup(whole);
        var meant = model.GetSymbolInfo(whole) is var info ? info.Symbol ?? info.CandidateSymbols.FirstOrDefault() : null;
        return meant is null ? null : new InspectedSymbol(meant, group.Contains(meant) ? group : [meant]);
    }

    private static InspectedSymbol? Called(SyntaxToken token, int cursor, SemanticModel model)
    {
        var list = token.Parent?.AncestorsAndSelf().FirstOrDefault(node => node is BaseArgumentListSyntax or AttributeArgumentListSyntax && node.SpanStart < cursor && !EndsBefore(node, cursor));
        return list?.Parent is { } call ? OfCall(call, model, list is BaseArgumentListSyntax arguments ? arguments.Arguments.Count : 0) : null;
    }

    private static bool EndsBefore(SyntaxNode list, int cursor) => list.GetLastToken(includeZeroWidth: true) is { IsMissing: false } last && last.Span.End <= cursor;

    private static InspectedSymbol? OfCall(SyntaxNode call, SemanticModel model, int argumentCount)
    {
        var candidates = CallCandidates.Of(call, model, argumentCount);
        return candidates.Count == 0 ? null : new InspectedSymbol(candidates[0], candidates);
    }
}
