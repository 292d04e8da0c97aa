using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>Completes the members that an object initialiser sets, and those that a property pattern asks for.</summary>
internal static class InitializerCompletion
{
    /// <returns>True when nothing but a member can stand there.</returns>
    public static bool Add(SimpleNameSyntax name, SemanticModel model, CompletionItems items)
    {
        if (name.Parent is ConstantPatternSyntax { Parent: SubpatternSyntax { ExpressionColon: null, Parent: PropertyPatternClauseSyntax { Parent: PatternSyntax pattern } } })
        {
            return AddMembers(TypeOfPattern(pattern, model), CanBeRead, [], name, model, items);
        }

        SyntaxNode element = name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name ? assignment : name;
        if (element.Parent is not InitializerExpressionSyntax initializer || OwnerOf(initializer, model) is not { } type)
        {
            return false;
        }

        var others = initializer.Expressions.OfType<AssignmentExpressionSyntax>().Where(other => other != element).Select(other => other.Left.ToString());
        return AddMembers(type, CanBeSet, [.. others], name, model, items) && !TakesElements(type);
    }

    /// <summary>The type that the initialiser is for; null for arrays' and others.</summary>
    private static ITypeSymbol? OwnerOf(InitializerExpressionSyntax initializer, SemanticModel model) =>
        initializer.Kind() is not (SyntaxKind.ObjectInitializerExpression or SyntaxKind.CollectionInitializerExpression or SyntaxKind.WithInitializerExpression) ? null
        : initializer.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation) is var info && info.Type is null or IErrorTypeSymbol ? ExpectedType.Of(creation, model) : info.Type,
            AssignmentExpressionSyntax nested => model.GetTypeInfo(nested.Left).Type,
            WithExpressionSyntax copy => model.GetTypeInfo(copy.Expression).Type,
            _ => null,
        };

    private static ITypeSymbol? TypeOfPattern(PatternSyntax pattern, SemanticModel model) =>
        pattern is RecursivePatternSyntax { Type: { } type } ? model.GetTypeInfo(type).Type : ExpectedType.OfPattern(pattern, model);

    private static bool AddMembers(ITypeSymbol? type, Func<ISymbol, int, SemanticModel, bool> isFit, HashSet<string> taken, SimpleNameSyntax name, SemanticModel model, CompletionItems items)
    {
        if (type is null)
        {
            return false;
        }

        foreach (var member in model.LookupSymbols(name.SpanStart, type).Where(member => !member.IsStatic && !taken.Contains(member.Name) && isFit(member, name.SpanStart, model)))
        {
            items.Add(member);
        }

        return true;
    }

    private static bool CanBeRead(ISymbol member, int position, SemanticModel model) =>
        member is IFieldSymbol or IPropertySymbol { IsIndexer: false, GetMethod: not null };

    private static bool CanBeSet(ISymbol member, int position, SemanticModel model) =>
        member is IFieldSymbol { IsReadOnly: false }
        || (member is IPropertySymbol { IsIndexer: false } property
            && (property.SetMethod is { } set ? model.IsAccessible(position, set) : property.Type is { IsReferenceType: true } type && TakesElements(type)));

    /// <summary>True for collections, whose elements an initialiser may list.</summary>
    private static bool TakesElements(ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_String && type.TypeKind != TypeKind.Array && type.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable);
}
