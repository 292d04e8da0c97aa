using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>Completes <c>override</c> to the whole member, which calls the one that it overrides; what an abstract one is to do is left to be typed.</summary>
internal static class OverrideCompletion
{
    private static readonly SymbolDisplayFormat _signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(
            SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue)
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <returns>True when the word comes after <c>override</c>.</returns>
    public static bool Add(SyntaxToken word, SemanticModel model, CompletionItems items)
    {
        if (word.Parent!.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax declaration } member
            || !member.Modifiers.Any(SyntaxKind.OverrideKeyword)
            || model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type)
        {
            return false;
        }

        var hasType = word.Parent is not TypeSyntax;
        foreach (var overridden in Overridable(type, word.SpanStart, model))
        {
            items.Add(Text(overridden, hasType, word.SpanStart, model), SymbolTraits.KindOf(overridden), CompletionRank.Expected, overridden.Name);
        }

        return true;
    }

    private static IEnumerable<ISymbol> Overridable(INamedTypeSymbol type, int position, SemanticModel model)
    {
        var done = type.GetMembers().Select(OverriddenBy).OfType<ISymbol>().ToHashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            foreach (var member in ancestor.GetMembers().Where(member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol { IsIndexer: false }))
            {
                var isOverridable = (member.IsVirtual || member.IsAbstract || member.IsOverride) && !member.IsSealed && member.CanBeReferencedByName;
                if (isOverridable && !done.Contains(member) && model.IsAccessible(position, member))
                {
                    yield return member;
                }

                if (OverriddenBy(member) is { } overridden)
                {
                    done.Add(overridden);
                }
            }
        }
    }

    private static ISymbol? OverriddenBy(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static string Text(ISymbol member, bool hasType, int position, SemanticModel model)
    {
        var format = hasType ? _signature.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef) : _signature;
        var signature = member.ToMinimalDisplayString(model, position, format);
        return member switch
        {
            IMethodSymbol method => $"{signature} => {(member.IsAbstract ? "" : $"base.{CallOf(method)};")}",
            IPropertySymbol { SetMethod: null } => $"{signature} => {(member.IsAbstract ? "" : $"base.{member.Name};")}",
            IPropertySymbol property => $"{signature} {{ get; {(property.SetMethod!.IsInitOnly ? "init" : "set")}; }}",
            _ => signature,
        };
    }

    private static string CallOf(IMethodSymbol method)
    {
        var types = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeParameters.Select(parameter => parameter.Name))}>" : "";
        return $"{method.Name}{types}({string.Join(", ", method.Parameters.Select(ArgumentOf))})";
    }

    private static string ArgumentOf(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.Ref => $"ref {parameter.Name}",
        RefKind.Out => $"out {parameter.Name}",
        RefKind.In => $"in {parameter.Name}",
        _ => parameter.Name,
    };
}
