using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>The type that a place asks for.</summary>
internal static class ExpectedType
{
    /// <summary>The type that an expression or pattern should have where it stands; null when any will do, or none is known. Of a nullable value, the value's.</summary>
    public static ITypeSymbol? Of(SyntaxNode node, SemanticModel model)
    {
        var type = node.Parent switch
        {
            ParenthesizedExpressionSyntax parent => Of(parent, model),
            ConditionalExpressionSyntax choice when choice.Condition != node => Of(choice, model),
            BinaryExpressionSyntax binary when ComparesLike(binary) => model.GetTypeInfo(binary.Left == node ? binary.Right : binary.Left).Type,
            AssignmentExpressionSyntax assignment when assignment.Right == node => model.GetTypeInfo(assignment.Left).Type,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: false } declaration } } => model.GetTypeInfo(declaration.Type).Type,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => model.GetTypeInfo(property.Type).Type,
            EqualsValueClauseSyntax { Parent: ParameterSyntax { Type: { } parameter } } => model.GetTypeInfo(parameter).Type,
            CaseSwitchLabelSyntax label => OfSwitch(label, model),
            PatternSyntax pattern => OfPattern(pattern, model),
            SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } arm when arm.Expression == node => Of(choice, model),
            ArgumentSyntax argument => OfArgument(argument, model),
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => OfResult(node, model),
            _ => null,
        };
        return type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
    }

    /// <summary>The type of what a pattern is held against.</summary>
    public static ITypeSymbol? OfPattern(PatternSyntax pattern, SemanticModel model) => pattern.Parent switch
    {
        PatternSyntax outer => OfPattern(outer, model),
        IsPatternExpressionSyntax test => model.GetTypeInfo(test.Expression).Type,
        CasePatternSwitchLabelSyntax label => OfSwitch(label, model),
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } => model.GetTypeInfo(choice.GoverningExpression).Type,
        SubpatternSyntax { ExpressionColon: { } member } => model.GetTypeInfo(member.Expression).Type ?? TypeOf(model.GetSymbolInfo(member.Expression).Symbol),
        _ => null,
    };

    private static bool ComparesLike(BinaryExpressionSyntax binary) => binary.Kind() is
        SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.GreaterThanExpression
        or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.IsExpression
        or SyntaxKind.BitwiseAndExpression or SyntaxKind.BitwiseOrExpression or SyntaxKind.CoalesceExpression;

    private static ITypeSymbol? OfSwitch(SwitchLabelSyntax label, SemanticModel model) =>
        label.Parent is SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } ? model.GetTypeInfo(choice.Expression).Type : null;

    private static ITypeSymbol? OfArgument(ArgumentSyntax argument, SemanticModel model)
    {
        if (argument.Parent is not BaseArgumentListSyntax { Parent: { } call } list)
        {
            return null;
        }

        var index = list.Arguments.IndexOf(argument);
        var name = argument.NameColon?.Name.Identifier.ValueText;
        return CallCandidates.Of(call, model, list.Arguments.Count)
            .Select(method => name is null ? method.Parameters.ElementAtOrDefault(index) : method.Parameters.FirstOrDefault(parameter => parameter.Name == name))
            .OfType<IParameterSymbol>()
            .Select(parameter => parameter is { IsParams: true, Type: IArrayTypeSymbol array } ? array.ElementType : parameter.Type)
            .FirstOrDefault();
    }

    private static ITypeSymbol? OfResult(SyntaxNode node, SemanticModel model) => model.GetEnclosingSymbol(node.SpanStart) switch
    {
        IMethodSymbol { ContainingType.IsScriptClass: true, MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction) } => null,
        IMethodSymbol { IsAsync: true, ReturnType: INamedTypeSymbol { TypeArguments: [var result] } } => result,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
