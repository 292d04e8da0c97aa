using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>
/// Finds the methods, local functions and properties that may call themselves, directly or through one another, by their names: those that mention a name
/// from which the way leads back. That is more than necessary, and never less for code of one cell that calls by name.
/// </summary>
internal static class RecursiveMembers
{
    /// <summary>The members; of properties with accessors, the accessors.</summary>
    public static IEnumerable<SyntaxNode> In(SyntaxNode root)
    {
        var members = root.DescendantNodes().Select(node => (Name: NameOf(node), Node: node)).Where(member => member.Name is not null).ToList();
        if (members.Count == 0)
        {
            return [];
        }

        var names = members.Select(member => member.Name!).ToHashSet(StringComparer.Ordinal);
        var mentioned = members
            .GroupBy(member => member.Name!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(member => Mentions(member.Node, names)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var recursive = names.Where(name => Reaches(name, mentioned)).ToHashSet(StringComparer.Ordinal);
        return members.Where(member => recursive.Contains(member.Name!)).Select(member => member.Node);
    }

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        PropertyDeclarationSyntax { ExpressionBody: not null } property => property.Identifier.ValueText,
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<string> Mentions(SyntaxNode member, HashSet<string> names) =>
        member.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).Where(names.Contains);

    private static bool Reaches(string start, Dictionary<string, HashSet<string>> mentioned)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(mentioned[start]);
        while (open.TryPop(out var name))
        {
            if (name == start)
            {
                return true;
            }

            if (seen.Add(name))
            {
                foreach (var next in mentioned[name])
                {
                    open.Push(next);
                }
            }
        }

        return false;
    }
}
