using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Tandem.Notebooks;

/// <summary>
/// How deeply interpolated strings stand within each other. The compiler tries each as a string and as a formattable one, and what stands in it anew each time: a level more
/// doubles its work, and twenty levels would take it minutes.
/// </summary>
internal static class InterpolatedNesting
{
    /// <summary>How many interpolated strings may stand within each other.</summary>
    public const int Most = 10;

    // The parser reads the rest of a string again at each level: to find out how deep more of them lie would itself take long.
    private const int MostInOne = 100;

    /// <summary>What is wrong with strings in which <see cref="FindExcess"/> finds something.</summary>
    public static string Excess { get; } =
        $"interpolated strings are nested too deeply for the compiler, which takes {Most} within each other and {MostInOne} within one; give parts of them names of their own";

    /// <summary>How many interpolated strings code has at most.</summary>
    public static int Count(ReadOnlySpan<char> code) => code.Count("$\"") + code.Count("$@") + code.Count("@$");

    /// <summary>The place of the first interpolated string within another that is nested too deeply; null when there is none.</summary>
    /// <param name="text">The outermost interpolated string.</param>
    public static int? FindExcess(string text)
    {
        var count = Count(text);
        if (count <= Most)
        {
            return null;
        }

        if (count > MostInOne)
        {
            return 0;
        }

        var open = new Stack<TextSpan>();
        foreach (var literal in SyntaxFactory.ParseExpression(text).DescendantNodesAndSelf().OfType<InterpolatedStringExpressionSyntax>())
        {
            while (open.TryPeek(out var outer) && !outer.Contains(literal.Span))
            {
                open.Pop();
            }

            open.Push(literal.Span);
            if (open.Count > Most)
            {
                return literal.SpanStart;
            }
        }

        return null;
    }
}
