using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

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

        var code = CodeOf(cell.Source);
        try
        {
            return CompilerStack.Run(code, () => CSharpSyntaxTree.ParseText(code, _options).GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => Problem(diagnostic, cell, number))
                .ToList());
        }
        catch (NestingException failure)
        {
            return [Problem(failure.Position, failure.Message, cell, number)];
        }
    }

    private NotebookProblem Problem(Diagnostic diagnostic, NotebookCell cell, int number) =>
        Problem(diagnostic.Location.GetLineSpan().StartLinePosition, $"{diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}", cell, number);

    private NotebookProblem Problem(LinePosition position, string message, NotebookCell cell, int number) =>
        new(document.Path, cell.StartLine + position.Line, number, $"line {position.Line + 1}, column {position.Character + 1}: {message}");

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
