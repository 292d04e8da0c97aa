using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>A symbol as its declaration says it, in one line.</summary>
internal static class SymbolSignature
{
    private static readonly SymbolDisplayFormat _member = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeContainingType
            | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        localOptions: SymbolDisplayLocalOptions.IncludeType | SymbolDisplayLocalOptions.IncludeConstantValue,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat _type = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat _cellType = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameOnly, _type.GenericsOptions, delegateStyle: _type.DelegateStyle,
        parameterOptions: _type.ParameterOptions, kindOptions: _type.KindOptions, miscellaneousOptions: _type.MiscellaneousOptions);

    /// <summary>Of a type that has a keyword, the name.</summary>
    private static readonly SymbolDisplayFormat _keywordType = _type.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The signature, its types' names as short as they may be written at the position.</summary>
    public static string Of(ISymbol symbol, SemanticModel model, int position) => symbol switch
    {
        INamedTypeSymbol { IsTupleType: false, IsAnonymousType: false } or INamespaceSymbol => symbol.ToDisplayString(IsOfCell(symbol) ? _cellType : symbol is ITypeSymbol { SpecialType: not SpecialType.None } ? _keywordType : _type),
        ILocalSymbol => $"(local variable) {Minimal(symbol, model, position)}",
        IParameterSymbol => $"(parameter) {Minimal(symbol, model, position)}",
        IRangeVariableSymbol => $"(range variable) {model.GetTypeInfo(symbol.DeclaringSyntaxReferences[0].GetSyntax()).Type?.ToMinimalDisplayString(model, position)} {symbol.Name}".Replace("  ", " ", StringComparison.Ordinal),
        _ when SymbolTraits.IsSessionVariable(symbol) => $"(variable) {Minimal(symbol, model, position)}",
        IMethodSymbol { ReducedFrom: { } full } => $"(extension) {Minimal(full, model, position)}",
        _ => Minimal(symbol, model, position),
    };

    /// <summary>True for what a cell declared outside of any type.</summary>
    private static bool IsOfCell(ISymbol symbol) => symbol.ContainingType is { IsScriptClass: true };

    /// <summary>The class that holds a cell's declarations has a name that says nothing to the reader.</summary>
    private static string Minimal(ISymbol symbol, SemanticModel model, int position) =>
        symbol.ToMinimalDisplayString(model, position, IsOfCell(symbol) ? _member.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType) : _member);
}
