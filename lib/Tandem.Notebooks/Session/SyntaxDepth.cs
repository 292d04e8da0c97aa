using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>
/// How many levels the syntax of code has. Each link of <c>- - - x</c>, <c>a.b.c</c>, <c>x ? 1 : y ? 2 : 3</c> or <c>else if</c> adds some, without a single bracket. The compiler descends
/// into most of them by recursion, and so does the compiler of expressions at run time. A lambda is bound again with each of the lambdas around it. The runtime loads types such as
/// <c>int[][]</c> by recursion.
/// </summary>
internal static class SyntaxDepth
{
    private const int Most = 5_000;

    // Over the left operands of operators the compiler loops. What it produces is as deep all the same, and its work grows with the square of the length.
    private const int OperatorsPerLevel = 5;

    private const int MostNested = 100;

    // People's code has a few dozen levels. The compiler takes some kilobytes of the stack for each.
    private const int MostOfOrdinaryCode = 100;

    /// <param name="code">The code.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="NestingException">The code has too many levels, or too many lambdas or types within each other.</exception>
    public static void Check(string code, CSharpParseOptions options)
    {
        // A level takes a character.
        if (code.Length <= Most && code.AsSpan().Count("=>") + code.Count(character => character is '[' or '*') <= MostNested)
        {
            return;
        }

        var waiting = new Stack<(SyntaxNode Node, int Depth, int Nested)>();
        waiting.Push((CSharpSyntaxTree.ParseText(code, options).GetRoot(), 0, 0));
        while (waiting.TryPop(out var next))
        {
            var (node, depth, nested) = next;
            nested += node switch
            {
                AnonymousFunctionExpressionSyntax or PointerTypeSyntax => 1,
                ArrayTypeSyntax array => array.RankSpecifiers.Count,
                _ => 0,
            };
            if (depth > Most * OperatorsPerLevel)
            {
                throw new NestingException(
                    $"the code has a chain that is too long for the compiler, which takes {Most:N0} levels, or {Most * OperatorsPerLevel:N0} operators in a row; give parts of it names of their own, or use a loop or a collection",
                    Place(code, node));
            }

            if (nested > MostNested)
            {
                throw new NestingException(
                    $"lambdas, or types of arrays or pointers, are nested too deeply for the compiler, which takes {MostNested} within each other; give parts of them names of their own", Place(code, node));
            }

            foreach (var child in node.ChildNodes())
            {
                waiting.Push((child, depth + (IsLeftOperand(child) ? 1 : OperatorsPerLevel), nested));
            }
        }
    }

    /// <summary>Whether code is no deeper than any thread's stack can take.</summary>
    public static bool IsOrdinary(SyntaxNode root)
    {
        var waiting = new Stack<(SyntaxNode Node, int Depth)>();
        waiting.Push((root, 0));
        while (waiting.TryPop(out var next))
        {
            if (next.Depth > MostOfOrdinaryCode)
            {
                return false;
            }

            foreach (var child in next.Node.ChildNodes())
            {
                waiting.Push((child, next.Depth + 1));
            }
        }

        return true;
    }

    private static bool IsLeftOperand(SyntaxNode node) =>
        (node.Parent is BinaryExpressionSyntax operation && operation.Left == node) || (node.Parent is BinaryPatternSyntax pattern && pattern.Left == node);

    private static LinePosition Place(string code, SyntaxNode node) => SourceText.From(code).Lines.GetLinePosition(node.SpanStart);
}
