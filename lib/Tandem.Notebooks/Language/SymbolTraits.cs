using System.ComponentModel;
using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>What completion needs to know of a symbol.</summary>
internal static class SymbolTraits
{
    public static CompletionKind KindOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => CompletionKind.EnumMember,
        IFieldSymbol { IsConst: true } => CompletionKind.Constant,
        IFieldSymbol field => IsSessionVariable(field) ? CompletionKind.Variable : CompletionKind.Field,
        IPropertySymbol => CompletionKind.Property,
        IEventSymbol => CompletionKind.Event,
        IMethodSymbol => CompletionKind.Method,
        INamespaceSymbol => CompletionKind.Namespace,
        ITypeParameterSymbol => CompletionKind.TypeParameter,
        ITypeSymbol type => KindOf(type.TypeKind),
        IAliasSymbol alias => KindOf(alias.Target),
        _ => CompletionKind.Variable,
    };

    public static CompletionRank RankOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => CompletionRank.Local,
        IFieldSymbol field when IsSessionVariable(field) => CompletionRank.SessionVariable,
        INamespaceSymbol => CompletionRank.Namespace,
        ITypeSymbol or IAliasSymbol => CompletionRank.Type,
        _ => CompletionRank.Member,
    };

    /// <summary>True for a variable that a cell declared outside of any type and method.</summary>
    public static bool IsSessionVariable(ISymbol symbol) => symbol is IFieldSymbol { ContainingType.IsScriptClass: true };

    /// <summary>True for what the author marked as obsolete or as not to be offered.</summary>
    public static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass switch
    {
        { Name: nameof(ObsoleteAttribute) } => true,
        { Name: nameof(EditorBrowsableAttribute) } => attribute.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }],
        _ => false,
    });

    private static CompletionKind KindOf(TypeKind kind) => kind switch
    {
        TypeKind.Struct => CompletionKind.Struct,
        TypeKind.Interface => CompletionKind.Interface,
        TypeKind.Enum => CompletionKind.Enum,
        TypeKind.Delegate => CompletionKind.Delegate,
        _ => CompletionKind.Class,
    };
}
