using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>
/// Adds the checks of <see cref="CellGuard"/> to code: in each loop, after each label, in lambdas with a block, since a library's loop may call them, and in
/// methods and properties that may call themselves. Every line stays where it is. Code that does not parse is left as it is, for the compiler to complain about.
/// Also makes <c>await (…)</c> an await: at the top of a script, the compiler takes it for the call of a method of that name.
/// </summary>
internal sealed class GuardedCode
{
    private const string Check = "global::Tandem.Notebooks.CellGuard.Check();";
    private const string Value = " global::Tandem.Notebooks.CellGuard.Value";
    private const string Enter = "global::Tandem.Notebooks.CellGuard.Enter();";

    private readonly List<(TextEdit Edit, int Order)> _edits = [];

    private GuardedCode()
    {
    }

    /// <summary>The code with checks.</summary>
    public static string Of(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script));
        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? code : new GuardedCode().Guard(tree.GetRoot(), code);
    }

    private string Guard(SyntaxNode root, string code)
    {
        foreach (var node in root.DescendantNodes())
        {
            GuardLoop(node);
            MakeAwait(node);
        }

        foreach (var member in RecursiveMembers.In(root))
        {
            GuardMember(member);
        }

        return _edits.Count == 0 ? code : Apply(code);
    }

    private void GuardLoop(SyntaxNode node)
    {
        switch (node)
        {
            case WhileStatementSyntax loop:
                GuardBody(loop.Statement);
                break;
            case DoStatementSyntax loop:
                GuardBody(loop.Statement);
                break;
            case ForStatementSyntax loop:
                GuardBody(loop.Statement);
                break;
            case CommonForEachStatementSyntax loop:
                GuardBody(loop.Statement);
                break;
            case LabeledStatementSyntax label:
                Insert(label.Statement.SpanStart, Check);
                break;
            case AnonymousFunctionExpressionSyntax { Block: { } block }:
                Insert(block.OpenBraceToken.Span.End, Check);
                break;
        }
    }

    private void MakeAwait(SyntaxNode node)
    {
        if (node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "await" }, ArgumentList.Arguments.Count: 1 } call
            && !call.Ancestors().Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not (GlobalStatementSyntax or FieldDeclarationSyntax)))
        {
            Insert(call.ArgumentList.SpanStart, Value);
        }
    }

    private void GuardBody(StatementSyntax body)
    {
        if (body is BlockSyntax block)
        {
            Insert(block.OpenBraceToken.Span.End, Check);
            return;
        }

        Insert(body.SpanStart, "{" + Check);
        Insert(body.Span.End, "}");
    }

    private void GuardMember(SyntaxNode member)
    {
        switch (member)
        {
            case BaseMethodDeclarationSyntax { Body: { } body }:
                Insert(body.OpenBraceToken.Span.End, Enter);
                break;
            case LocalFunctionStatementSyntax { Body: { } body }:
                Insert(body.OpenBraceToken.Span.End, Enter);
                break;
            case MethodDeclarationSyntax { ExpressionBody: { } body } method:
                GuardExpression(body, method.SemicolonToken, GivesValue(method.ReturnType, method.Modifiers), "{", "}");
                break;
            case LocalFunctionStatementSyntax { ExpressionBody: { } body } function:
                GuardExpression(body, function.SemicolonToken, GivesValue(function.ReturnType, function.Modifiers), "{", "}");
                break;
            case PropertyDeclarationSyntax { ExpressionBody: { } body } property:
                GuardExpression(body, property.SemicolonToken, givesValue: true, "{get{", "}}");
                break;
            case AccessorDeclarationSyntax { Body: { } body }:
                Insert(body.OpenBraceToken.Span.End, Enter);
                break;
            case AccessorDeclarationSyntax { ExpressionBody: { } body } accessor:
                GuardExpression(body, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration), "{", "}");
                break;
        }
    }

    private void GuardExpression(ArrowExpressionClauseSyntax body, SyntaxToken semicolon, bool givesValue, string open, string close)
    {
        var keyword = givesValue && body.Expression is not ThrowExpressionSyntax ? "return" : "";
        Replace(body.ArrowToken.SpanStart, body.ArrowToken.Span.Length, open + Enter + keyword + " ");
        Insert(semicolon.Span.End, close);
    }

    private static bool GivesValue(TypeSyntax type, SyntaxTokenList modifiers) =>
        !(type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            || (modifiers.Any(SyntaxKind.AsyncKeyword) && type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last() is IdentifierNameSyntax { Identifier.Text: "Task" or "ValueTask" }));

    private void Insert(int position, string text) => Replace(position, 0, text);

    private void Replace(int position, int length, string text) => _edits.Add((new TextEdit(position, length, text), _edits.Count));

    private string Apply(string code)
    {
        var guarded = new StringBuilder(code.Length + (_edits.Count * Check.Length));
        var copied = 0;
        foreach (var (edit, _) in _edits.OrderBy(edit => edit.Edit.Position).ThenBy(edit => edit.Order))
        {
            guarded.Append(code, copied, edit.Position - copied).Append(edit.Text);
            copied = edit.Position + edit.Length;
        }

        return guarded.Append(code, copied, code.Length - copied).ToString();
    }

    private readonly record struct TextEdit(int Position, int Length, string Text);
}
