using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tandem.Notebooks;

/// <summary>
/// A variable of a notebook's cell of parameters, as papermill has it: a run may give it another value, in a cell of its own behind. The cell is the C# cell that is tagged
/// <c>parameters</c> or, where none is – a .dib file has no tags –, the first C# cell if all it does is give variables literal values.
/// </summary>
/// <param name="Name">The variable's name.</param>
/// <param name="TypeName">The type as written; <c>var</c> where its initial value tells it.</param>
/// <param name="Type">The type where it is one with literals; null for all others, whose values are given as C# expressions.</param>
/// <param name="IsConstant">Whether it is declared anew, since nothing can be assigned to it.</param>
internal sealed record CellParameter(string Name, string TypeName, Type? Type, bool IsConstant)
{
    private const string Tag = "parameters";
    private const string InjectedTag = "injected-parameters";

    private static readonly Dictionary<string, Type> _literalTypes = new()
    {
        ["bool"] = typeof(bool),
        ["string"] = typeof(string),
        ["char"] = typeof(char),
        ["byte"] = typeof(byte),
        ["sbyte"] = typeof(sbyte),
        ["short"] = typeof(short),
        ["ushort"] = typeof(ushort),
        ["int"] = typeof(int),
        ["uint"] = typeof(uint),
        ["long"] = typeof(long),
        ["ulong"] = typeof(ulong),
        ["float"] = typeof(float),
        ["double"] = typeof(double),
        ["decimal"] = typeof(decimal),
    };

    /// <summary>The parameters of a notebook, in order; none when it has no cell of parameters.</summary>
    public static IReadOnlyList<CellParameter> DeclaredIn(NotebookDocument document) =>
        ParametersCell(document.Cells) is >= 0 and var index ? [.. Parse(document.Cells[index].Source)] : [];

    /// <summary>The notebook with a cell that gives parameters their values; it takes the place of one that an earlier run left.</summary>
    /// <exception cref="ArgumentException">A value is not of its parameter's type.</exception>
    public static NotebookDocument Inject(NotebookDocument document, IEnumerable<(CellParameter Parameter, string Value)> values)
    {
        var lines = values.Select(given => given.Parameter.Assignment(given.Value)).ToList();
        if (lines.Count == 0)
        {
            return document;
        }

        var cells = document.Cells.Where(cell => !cell.Tags.Contains(InjectedTag)).ToList();
        var index = ParametersCell(cells);
        cells.Insert(index + 1, new NotebookCell("csharp", string.Join('\n', lines.Prepend("// The parameters of this run.")), cells[index].StartLine) { Tags = [InjectedTag] });
        return document with { Cells = cells };
    }

    /// <summary>The place of the cell of parameters; −1 for none.</summary>
    private static int ParametersCell(IEnumerable<NotebookCell> cells)
    {
        var written = cells.Index().Where(cell => cell.Item is { Kernel: "csharp" } && !string.IsNullOrWhiteSpace(cell.Item.Source)).ToList();
        var tagged = written.FindIndex(cell => cell.Item.Tags.Contains(Tag));
        return tagged >= 0 ? written[tagged].Index : written is [var first, ..] && DeclaresLiteralsOnly(first.Item.Source) ? first.Index : -1;
    }

    private static bool DeclaresLiteralsOnly(string source) =>
        RootOf(source) is { ContainsDiagnostics: false, ContainsDirectives: false, Usings.Count: 0, Members.Count: > 0 } root && root.Members.All(member =>
            member is FieldDeclarationSyntax field && field.Declaration.Variables.All(variable => IsLiteral(variable.Initializer?.Value)));

    /// <summary>The cell's syntax; null where it is nested too deeply, which the cell's own run reports.</summary>
    private static CompilationUnitSyntax? RootOf(string source)
    {
        try
        {
            return CompilerStack.Run(source, () => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(kind: SourceCodeKind.Script)).GetCompilationUnitRoot());
        }
        catch (NestingException)
        {
            return null;
        }
    }

    private static IEnumerable<CellParameter> Parse(string source)
    {
        foreach (var field in RootOf(source)?.Members.OfType<FieldDeclarationSyntax>() ?? [])
        {
            var isConstant = field.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.ConstKeyword) || modifier.IsKind(SyntaxKind.ReadOnlyKeyword));
            var typeName = field.Declaration.Type.ToString();
            foreach (var variable in field.Declaration.Variables)
            {
                var type = typeName == "var" ? LiteralType(variable.Initializer?.Value) : _literalTypes.GetValueOrDefault(typeName.TrimEnd('?'));
                yield return new CellParameter(variable.Identifier.ValueText, typeName, type, isConstant);
            }
        }
    }

    /// <summary>True for a literal; null and default are literals, too, whose type only the declaration tells.</summary>
    private static bool IsLiteral(ExpressionSyntax? value) =>
        LiteralType(value) is not null || value?.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression;

    private static Type? LiteralType(ExpressionSyntax? value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: { } literal } => literal.GetType(),
        PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax { Token.Value: { } literal } } => literal.GetType(),
        _ => null,
    };

    private string Assignment(string text) => IsConstant ? $"{(TypeName == "var" ? "const var" : "const " + TypeName)} {Name} = {Value(text)};" : $"{Name} = {Value(text)};";

    private string Value(string text)
    {
        if (Type is null)
        {
            return IsExpression(text) ? text : throw new ArgumentException($"the parameter '{Name}' ({TypeName}) takes a C# expression; '{text}' is none");
        }

        try
        {
            return Literal(text, Type);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            throw new ArgumentException($"the parameter '{Name}' is of type {Type.Name}; '{text}' is not", failure);
        }
    }

    private static bool IsExpression(string text)
    {
        try
        {
            return text.Trim().Length > 0 && CompilerStack.Run(text, () => !SyntaxFactory.ParseExpression(text).ContainsDiagnostics);
        }
        catch (NestingException)
        {
            return false;
        }
    }

    /// <summary>The C# literal of a value's text. Numbers have a decimal point and no separators between thousands, whatever the machine's culture.</summary>
    /// <exception cref="FormatException">The text is no value of the type.</exception>
    /// <exception cref="OverflowException">The number is beyond the type.</exception>
    private static string Literal(string text, Type type)
    {
        object value = type == typeof(double) ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : type == typeof(float) ? float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : type == typeof(decimal) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        return value switch
        {
            double number when !double.IsFinite(number) => NotFinite("double", number, text),
            float number when !float.IsFinite(number) => NotFinite("float", number, text),
            _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) + (value is float ? "f" : value is decimal ? "m" : ""),
        };
    }

    /// <summary>The constant's name. Digits that parse as infinite are a number too large for the type.</summary>
    private static string NotFinite(string type, double number, string text) =>
        text.Any(char.IsAsciiDigit) ? throw new OverflowException($"{text} is too large for {type}")
        : double.IsNaN(number) ? $"{type}.NaN"
        : number > 0 ? $"{type}.PositiveInfinity" : $"{type}.NegativeInfinity";
}
