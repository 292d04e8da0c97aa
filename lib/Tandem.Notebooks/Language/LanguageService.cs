using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>Answers questions about code that is being written, as the next cell of a session. Nothing is run, and the session stays as it is.</summary>
/// <param name="compiler">Knows what the session's code can use.</param>
/// <param name="state">What the session's cells left.</param>
/// <param name="kernels">The kernels that a cell can name.</param>
/// <param name="folder">The folder that relative paths are taken from.</param>
internal sealed class LanguageService(ScriptCompiler compiler, SessionState state, KernelNames kernels, string folder)
{
    private const int ShownLength = 200;
    private const int ShownLengthInFull = 4000;

    /// <summary>The ways to complete the word at the cursor.</summary>
    public CompletionList Complete(string code, int cursor)
    {
        if (DirectiveSite.At(code, cursor) is { } directive)
        {
            return new DirectiveCompletion(kernels, folder, () => state.Variables.Select(variable => variable.Name)).Complete(directive);
        }

        var cell = CellCode.Of(code, kernels);
        if (!cell.Holds(cursor) || CompletionSite.At(cell.Text, cursor) is not { } site)
        {
            return CompletionList.None(cursor);
        }

        try
        {
            return CompilerStack.Run(site.Code, () =>
            {
                var items = new CompletionItems(site.Typed);
                CodeCompleter.Complete(compiler.Sketch(state.Last, site.Code), site, items);
                return new CompletionList(site.Start, site.End, items.Sorted());
            });
        }
        catch (NestingException)
        {
            return CompletionList.None(cursor);
        }
    }

    /// <summary>What is known of the name at the cursor; null when nothing is.</summary>
    public MimeBundle? Inspect(string code, int cursor, InspectionDetail detail)
    {
        var cell = CellCode.Of(code, kernels);
        try
        {
            return CompilerStack.Run(cell.Text, () => Inspect(cell, cursor, detail));
        }
        catch (NestingException)
        {
            return null;
        }
    }

    private MimeBundle? Inspect(CellCode cell, int cursor, InspectionDetail detail)
    {
        var compilation = compiler.Sketch(state.Last, cell.Text);
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.Last());
        if (!cell.Holds(cursor) || InspectedSymbol.At(cursor, model) is not { } inspected)
        {
            return null;
        }

        var isFull = detail == InspectionDetail.Full;
        IEnumerable<ISymbol> shown = isFull ? inspected.Overloads.OrderByDescending(overload => overload.Equals(inspected.Symbol, SymbolEqualityComparer.Default)) : [inspected.Symbol];
        return new Inspection(
            [.. shown.Select(symbol => SymbolSignature.Of(symbol, model, cursor))],
            inspected.Overloads.Count - 1,
            ValueOf(inspected.Symbol, isFull),
            SymbolDocumentation.Find(inspected.Symbol, compilation),
            isFull).ToBundle();
    }

    private string? ValueOf(ISymbol symbol, bool isFull)
    {
        // Code that was run already, and is looked at again, declares its variables anew: those of another type are others.
        if (!SymbolTraits.IsSessionVariable(symbol)
            || state.Variables.FirstOrDefault(variable => variable.Name == symbol.Name && variable.Type.Name == ((IFieldSymbol)symbol).Type.MetadataName) is not { } variable)
        {
            return null;
        }

        var text = isFull ? FullTextOf(variable.Value) : TextOf(variable.Value).ReplaceLineEndings(" ");
        var length = isFull ? ShownLengthInFull : ShownLength;
        return text.Length <= length ? text : text[..length] + "…";
    }

    private static string FullTextOf(object? value)
    {
        try
        {
            return ValueFormatter.Format(value).Find(MimeTypes.PlainText)!;
        }
        catch (FormattingException failure)
        {
            return $"({failure.Message})";
        }
    }

    private static string TextOf(object? value)
    {
        try
        {
            return CellText.Of(value);
        }
        catch (Exception failure)
        {
            // The code of the value's type, which is a cell's own maybe.
            return $"({failure.GetType().Name}: {failure.Message})";
        }
    }
}
