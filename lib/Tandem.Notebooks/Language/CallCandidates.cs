using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>The methods that a call may mean.</summary>
internal static class CallCandidates
{
    /// <summary>The overloads, those first that the compiler takes the call for, then those with room for its arguments.</summary>
    public static IReadOnlyList<IMethodSymbol> Of(SyntaxNode call, SemanticModel model, int argumentCount)
    {
        var meant = model.GetSymbolInfo(call);
        return
        [
            .. Overloads(call, model)
                .OrderByDescending(method => SymbolEqualityComparer.Default.Equals(method, meant.Symbol))
                .ThenByDescending(method => argumentCount <= method.Parameters.Length || method.Parameters is [.., { IsParams: true }])
                .ThenBy(method => method.Parameters.Length),
        ];
    }

    private static IEnumerable<IMethodSymbol> Overloads(SyntaxNode call, SemanticModel model) => call switch
    {
        InvocationExpressionSyntax invocation => OfInvocation(invocation, model),
        BaseObjectCreationExpressionSyntax creation => Constructors(model.GetTypeInfo(creation).Type, call.SpanStart, model),
        AttributeSyntax attribute => Constructors(model.GetTypeInfo(attribute).Type, call.SpanStart, model),
        _ => model.GetSymbolInfo(call) is var info && info.Symbol is IMethodSymbol method ? [method] : info.CandidateSymbols.OfType<IMethodSymbol>(),
    };

    private static IEnumerable<IMethodSymbol> OfInvocation(InvocationExpressionSyntax invocation, SemanticModel model)
    {
        var methods = model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>().ToList();
        return methods.Count == 0 && model.GetTypeInfo(invocation.Expression).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? [invoke] : methods;
    }

    private static IEnumerable<IMethodSymbol> Constructors(ITypeSymbol? type, int position, SemanticModel model) =>
        type is INamedTypeSymbol named ? named.InstanceConstructors.Where(constructor => model.IsAccessible(position, constructor)) : [];
}
