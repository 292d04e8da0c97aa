using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>Completes a word of C# code by what the compiler knows at that place.</summary>
internal sealed class CodeCompleter
{
    private readonly SemanticModel _model;
    private readonly SyntaxToken _word;
    private readonly CompletionItems _items;

    private CodeCompleter(SemanticModel model, SyntaxToken word, CompletionItems items)
    {
        _model = model;
        _word = word;
        _items = items;
    }

    private int Position => _word.SpanStart;

    /// <summary>Adds what may stand at a site.</summary>
    /// <param name="compilation">The compilation of the site's code.</param>
    /// <param name="site">The word at the cursor.</param>
    /// <param name="items">Gathers the completions.</param>
    public static void Complete(Compilation compilation, CompletionSite site, CompletionItems items)
    {
        var tree = compilation.SyntaxTrees.Last();
        var word = tree.GetRoot().FindToken(site.Start, findInsideTrivia: true);
        // In comments and texts, the made-up name is none.
        if (word.SpanStart == site.Start && CompletionSite.IsMarked(word.ValueText) && !word.Parent!.AncestorsAndSelf().Any(node => node is DocumentationCommentTriviaSyntax))
        {
            new CodeCompleter(compilation.GetSemanticModel(tree), word, items).Complete();
        }
    }

    private void Complete()
    {
        switch (_word.Parent)
        {
            case var _ when FollowsSwitchBrace():
                _items.Add(["case", "default"]);
                break;
            case SimpleNameSyntax name:
                CompleteName(name);
                break;
            case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration }:
                CompleteDeclared(declaration.Type);
                break;
            case MemberDeclarationSyntax:
                OverrideCompletion.Add(_word, _model, _items);
                break;
            case SingleVariableDesignationSyntax:
                _items.Add(KeywordCompletion.AfterPattern);
                break;
            case AccessorDeclarationSyntax:
                _items.Add(KeywordCompletion.Accessors);
                break;
        }
    }

    private void CompleteName(SimpleNameSyntax name)
    {
        if (LeftOf(name) is { } left)
        {
            AddMembersOf(left, name);
        }
        else if (name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } import)
        {
            AddToUsing(import, name);
        }
        else if (name.Parent is AttributeSyntax)
        {
            AddAttributes();
        }
        else if (OverrideCompletion.Add(_word, _model, _items))
        {
            // Nothing else may stand there.
        }
        else if (InitializerCompletion.Add(name, _model, _items))
        {
            // Nor here, unless it is a collection's element.
        }
        else if (name.Parent is not NameColonSyntax)
        {
            AddNamesInScope(name);
        }
    }

    /// <summary>What stands before the name's dot; null when there is none.</summary>
    private static SyntaxNode? LeftOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
        QualifiedNameSyntax qualified when qualified.Right == name => qualified.Left,
        AliasQualifiedNameSyntax qualified when qualified.Name == name => qualified.Alias,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(access => access.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };

    private void AddMembersOf(SyntaxNode left, SimpleNameSyntax name)
    {
        // A new line after the dot may make a value look like the beginning of a type's name.
        var (symbol, type) = left.Parent is QualifiedNameSyntax ? MeaningAsExpression(left) : (_model.GetSymbolInfo(left).Symbol, _model.GetTypeInfo(left).Type);
        switch (symbol)
        {
            case INamespaceOrTypeSymbol container when left.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } import:
                AddAll(TypesIn(import) ? _model.LookupNamespacesAndTypes(Position, container) : _model.LookupNamespacesAndTypes(Position, container).Where(inner => inner is INamespaceSymbol));
                break;
            case INamespaceSymbol container:
                AddAll(_model.LookupNamespacesAndTypes(Position, container));
                break;
            case ITypeSymbol owner:
                AddStaticMembers(owner);
                break;
            default:
                AddInstanceMembers(left, name, symbol, type);
                break;
        }
    }

    private (ISymbol? Symbol, ITypeSymbol? Type) MeaningAsExpression(SyntaxNode left)
    {
        var expression = SyntaxFactory.ParseExpression(left.ToString());
        return (
            _model.GetSpeculativeSymbolInfo(Position, expression, SpeculativeBindingOption.BindAsExpression).Symbol,
            _model.GetSpeculativeTypeInfo(Position, expression, SpeculativeBindingOption.BindAsExpression).Type);
    }

    private void AddStaticMembers(ITypeSymbol type) =>
        AddAll(_model.LookupStaticMembers(Position, type).Where(member => type.TypeKind != TypeKind.Enum || member.ContainingType.TypeKind == TypeKind.Enum));

    private void AddInstanceMembers(SyntaxNode left, SimpleNameSyntax name, ISymbol? symbol, ITypeSymbol? type)
    {
        type = type is null or IErrorTypeSymbol ? ResultOfCandidate(left) : type;
        if (name.Parent is MemberBindingExpressionSyntax && type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        if (type is null || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return;
        }

        AddAll(_model.LookupSymbols(Position, type, includeReducedExtensionMethods: true).Where(member => !member.IsStatic && member is not ITypeSymbol));
        // A property may be called as its type is: then the name means both.
        if (left is IdentifierNameSyntax && symbol?.Name == type.Name && SymbolEqualityComparer.Default.Equals(TypeNamed(left), type))
        {
            AddStaticMembers(type);
        }
    }

    private ISymbol? TypeNamed(SyntaxNode name) =>
        _model.GetSpeculativeSymbolInfo(Position, SyntaxFactory.ParseTypeName(name.ToString()), SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;

    /// <summary>A call with wrong arguments has no type yet; what it would give is known.</summary>
    private ITypeSymbol? ResultOfCandidate(SyntaxNode left) => _model.GetSymbolInfo(left).CandidateSymbols.FirstOrDefault() switch
    {
        IMethodSymbol { ReturnsVoid: false } method when left is InvocationExpressionSyntax => method.ReturnType,
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private void AddToUsing(UsingDirectiveSyntax import, SimpleNameSyntax name)
    {
        AddAll(_model.LookupNamespacesAndTypes(Position).Where(symbol => TypesIn(import) || symbol is INamespaceSymbol));
        _items.Add(name.SpanStart == import.UsingKeyword.GetNextToken().SpanStart ? ["static"] : []);
    }

    private static bool TypesIn(UsingDirectiveSyntax import) => import.Alias is not null || !import.StaticKeyword.IsKind(SyntaxKind.None);

    private void AddAttributes()
    {
        const string suffix = nameof(Attribute);
        foreach (var symbol in _model.LookupNamespacesAndTypes(Position))
        {
            if (symbol is INamespaceSymbol)
            {
                _items.Add(symbol);
            }
            else if (symbol is INamedTypeSymbol { IsAbstract: false } type && type.Name.EndsWith(suffix, StringComparison.Ordinal) && type.Name != suffix && InheritsFrom(type, suffix))
            {
                _items.Add(type, type.Name[..^suffix.Length]);
            }
        }
    }

    private static bool InheritsFrom(INamedTypeSymbol type, string name)
    {
        var ancestor = type.BaseType;
        while (ancestor is not null && ancestor.Name != name)
        {
            ancestor = ancestor.BaseType;
        }

        return ancestor is not null;
    }

    private void AddNamesInScope(SimpleNameSyntax name)
    {
        if (name.Parent is ArgumentSyntax argument)
        {
            AddArgumentNames(argument);
        }

        if (!IsTypeOnly(name))
        {
            AddExpected(name);
        }

        var symbols = IsTypeOnly(name) ? _model.LookupNamespacesAndTypes(Position) : _model.LookupSymbols(Position).Where(symbol => !IsDeclaredLater(symbol));
        AddAll(name.Parent is ObjectCreationExpressionSyntax ? symbols.Where(CanBeMade) : symbols);
        KeywordCompletion.Add(name, _items);
    }

    /// <summary>Only a type can stand there. What looks like one at the start of a statement, after <c>is</c> or in parentheses may yet become a value.</summary>
    private static bool IsTypeOnly(SimpleNameSyntax name) =>
        SyntaxFacts.IsInNamespaceOrTypeContext(name) && !KeywordCompletion.StartsStatement(name) && name.Parent is not (BinaryExpressionSyntax or CastExpressionSyntax);

    private static bool CanBeMade(ISymbol symbol) => symbol is not INamedTypeSymbol type || (!type.IsAbstract && !type.IsStatic && type.TypeKind is not (TypeKind.Enum or TypeKind.Interface));

    private bool IsDeclaredLater(ISymbol symbol)
    {
        if ((symbol is not ILocalSymbol && !SymbolTraits.IsSessionVariable(symbol)) || symbol.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != _word.SyntaxTree)
        {
            return false;
        }

        return symbol.Locations[0].SourceSpan.Start > Position
            || (reference.Span.Contains(Position) && reference.GetSyntax() is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } });
    }

    private void AddArgumentNames(ArgumentSyntax argument)
    {
        if (argument is not { NameColon: null, Parent: BaseArgumentListSyntax { Parent: { } call } list })
        {
            return;
        }

        var before = list.Arguments.IndexOf(argument);
        var named = list.Arguments.Select(other => other.NameColon?.Name.Identifier.ValueText).ToHashSet();
        foreach (var parameter in CallCandidates.Of(call, _model, list.Arguments.Count).SelectMany(method => method.Parameters.Skip(before)).Where(parameter => !named.Contains(parameter.Name)))
        {
            _items.Add(parameter.Name + ":", CompletionKind.ArgumentName, CompletionRank.Expected, parameter.Name);
        }
    }

    /// <summary>The values of the enumeration that the place asks for.</summary>
    private void AddExpected(SimpleNameSyntax name)
    {
        if (ExpectedType.Of(name, _model) is not INamedTypeSymbol { TypeKind: TypeKind.Enum } type)
        {
            return;
        }

        var typeName = type.ToMinimalDisplayString(_model, Position);
        foreach (var member in type.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst && !SymbolTraits.IsHidden(field)))
        {
            _items.Add($"{typeName}.{member.Name}", CompletionKind.EnumMember, CompletionRank.Expected, member.Name);
        }
    }

    /// <summary>After a type, a declaration's name follows, which is the author's to choose; after a value, an operator that is a word.</summary>
    private void CompleteDeclared(TypeSyntax type)
    {
        if (!OverrideCompletion.Add(_word, _model, _items) && type is NameSyntax && MeaningAsExpression(type).Symbol is not (null or INamespaceOrTypeSymbol))
        {
            _items.Add(KeywordCompletion.AfterValue);
        }
    }

    /// <summary>The parser finds no place for a name there, and ends the switch statement before it.</summary>
    private bool FollowsSwitchBrace() => _word.GetPreviousToken(includeSkipped: true) is { RawKind: (int)SyntaxKind.OpenBraceToken, Parent: SwitchStatementSyntax };

    private void AddAll(IEnumerable<ISymbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            _items.Add(symbol);
        }
    }
}
