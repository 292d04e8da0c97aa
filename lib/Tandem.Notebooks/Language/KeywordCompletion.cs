using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>Offers the words of the language where they can stand.</summary>
internal static class KeywordCompletion
{
    private static readonly string[] _types =
    [
        "bool", "byte", "char", "decimal", "double", "dynamic", "float", "int", "long", "nint", "nuint", "object", "sbyte", "short", "string", "uint", "ulong", "ushort",
    ];

    private static readonly string[] _expression =
    [
        "async", "await", "checked", "default", "delegate", "false", "from", "nameof", "new", "null", "sizeof", "stackalloc", "static", "throw", "true", "typeof", "unchecked",
    ];

    private static readonly string[] _statement =
    [
        "const", "do", "fixed", "for", "foreach", "if", "lock", "return", "switch", "try", "unsafe", "using", "var", "void", "while", "yield",
    ];

    private static readonly string[] _modifiers =
    [
        "abstract", "async", "const", "event", "extern", "internal", "new", "override", "partial", "private", "protected", "public", "readonly", "required", "sealed", "static", "unsafe",
        "virtual", "void", "volatile",
    ];

    private static readonly string[] _declarations = ["class", "delegate", "enum", "interface", "record", "struct"];

    private static readonly string[] _pattern = ["and", "default", "false", "not", "null", "or", "true", "typeof", "var"];

    private static readonly string[] _query = ["ascending", "by", "descending", "equals", "from", "group", "in", "into", "join", "let", "on", "orderby", "select", "where"];

    /// <summary>What may follow a value.</summary>
    public static IReadOnlyList<string> AfterValue { get; } = ["as", "is", "switch", "with"];

    /// <summary>What may follow a pattern.</summary>
    public static IReadOnlyList<string> AfterPattern { get; } = ["and", "or", "when"];

    /// <summary>A property's or an event's parts.</summary>
    public static IReadOnlyList<string> Accessors { get; } = ["add", "get", "init", "private", "protected", "remove", "set"];

    /// <summary>Adds the words that may take a name's place.</summary>
    public static void Add(SimpleNameSyntax name, CompletionItems items)
    {
        if (IsMember(name))
        {
            items.Add([.. _modifiers, .. _declarations, .. _types]);
            return;
        }

        items.Add(_types);
        items.Add(OfParent(name));
        if (StartsStatement(name))
        {
            items.Add([.. _statement, .. AfterStatement(name), .. WithinStatements(name)]);
            items.Add(name.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is null ? [.. _modifiers, .. _declarations] : []);
        }

        if (StartsStatement(name) || !SyntaxFacts.IsInTypeOnlyContext(name))
        {
            items.Add(_expression);
            items.Add(name.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null ? [] : ["base", "this"]);
            items.Add(IsInQuery(name) ? _query : []);
        }
    }

    /// <summary>True where a statement begins, though what follows may make the name look like a type.</summary>
    public static bool StartsStatement(SimpleNameSyntax name)
    {
        var statement = name.Ancestors().FirstOrDefault(ancestor => ancestor is StatementSyntax or MemberDeclarationSyntax);
        return statement is not null and not BaseTypeDeclarationSyntax && !IsMember(name) && statement.SpanStart == name.SpanStart;
    }

    /// <summary>True where a member of a type begins.</summary>
    private static bool IsMember(SimpleNameSyntax name) =>
        name.Ancestors().FirstOrDefault(ancestor => ancestor is StatementSyntax or MemberDeclarationSyntax) is MemberDeclarationSyntax { Parent: TypeDeclarationSyntax } member
        && member switch
        {
            IncompleteMemberSyntax => true,
            BaseFieldDeclarationSyntax field => field.Declaration.Type == name,
            BasePropertyDeclarationSyntax property => property.Type == name,
            MethodDeclarationSyntax method => method.ReturnType == name,
            _ => false,
        };

    private static string[] OfParent(SimpleNameSyntax name) => name.Parent switch
    {
        ArgumentSyntax => ["in", "out", "ref"],
        ParameterSyntax => ["in", "out", "params", "ref", "scoped", "this"],
        PatternSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } => _pattern,
        CaseSwitchLabelSyntax => _pattern,
        TypeConstraintSyntax => ["class", "new", "notnull", "struct", "unmanaged"],
        _ => [],
    };

    /// <summary>What goes on with the statement that ends before the name.</summary>
    private static IEnumerable<string> AfterStatement(SimpleNameSyntax name)
    {
        var previous = name.GetFirstToken().GetPreviousToken();
        foreach (var ancestor in previous.Parent?.AncestorsAndSelf() ?? [])
        {
            switch (ancestor)
            {
                case IfStatementSyntax { Else: null } branch when branch.Statement.GetLastToken() == previous:
                    return ["else"];
                case TryStatementSyntax attempt when attempt.Block.CloseBraceToken == previous || attempt.Catches.Any(handler => handler.Block.CloseBraceToken == previous):
                    return ["catch", "finally"];
            }
        }

        return [];
    }

    private static IEnumerable<string> WithinStatements(SimpleNameSyntax name)
    {
        var function = name.Ancestors().FirstOrDefault(ancestor => ancestor is LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);
        var around = name.Ancestors().TakeWhile(ancestor => ancestor != function).ToList();
        var isInSwitch = around.Any(ancestor => ancestor is SwitchSectionSyntax);
        var isInLoop = around.Any(ancestor => ancestor is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);
        return [.. isInSwitch ? ["case", "default", "goto"] : Array.Empty<string>(), .. isInLoop ? ["continue"] : Array.Empty<string>(), .. isInSwitch || isInLoop ? ["break"] : Array.Empty<string>()];
    }

    /// <summary>True in a query, and after one that is not finished.</summary>
    private static bool IsInQuery(SimpleNameSyntax name) =>
        name.FirstAncestorOrSelf<QueryExpressionSyntax>() is not null
        || name.GetFirstToken().GetPreviousToken().Parent?.FirstAncestorOrSelf<QueryExpressionSyntax>() is not null;
}
