using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>Finds syntax errors in C# cells.</summary>
internal sealed class CellSyntax(NotebookDocument document, KernelNames names)
{
    private static readonly CSharpParseOptions _options = new(kind: SourceCodeKind.Script);

    public IEnumerable<NotebookProblem> Check(NotebookCell cell, int number)
    {
        if (cell.Kernel != "csharp")
        {
            return [];
        }

        var tree = CSharpSyntaxTree.ParseText(CodeOf(cell.Source), _options);
        return tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => Problem(diagnostic, cell, number));
    }

    private NotebookProblem Problem(Diagnostic diagnostic, NotebookCell cell, int number)
    {
        var position = diagnostic.Location.GetLineSpan().StartLinePosition;
        var message = $"line {position.Line + 1}, column {position.Character + 1}: {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
        return new NotebookProblem(document.Path, cell.StartLine + position.Line, number, message);
    }

    /// <summary>The cell without directives, and without what follows one that turns to another language, known or not; every line stays in its place.</summary>
    private string CodeOf(string source)
    {
        var lines = TextLines.Split(source);
        var isCSharp = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var isDirective = lines[i].StartsWith("#!", StringComparison.Ordinal);
            if (isDirective && MarkerCheck.KernelOf(lines[i][2..].Split(' ', '\t')[0], names) is { } kernel)
            {
                isCSharp = kernel == "csharp";
            }
            else if (MarkerCheck.IsUnknown(lines[i], names))
            {
                isCSharp = false;
            }

            if (!isCSharp || isDirective || lines[i].StartsWith("#r ", StringComparison.Ordinal) || lines[i].StartsWith("#i ", StringComparison.Ordinal))
            {
                lines[i] = "";
            }
        }

        return string.Join('\n', lines);
    }
}
