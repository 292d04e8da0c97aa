using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>A variable that a notebook declares with <c>#!set --name NAME --value DEFAULT</c>, and that a run may give another value.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Default">The value's text when the run gives none; empty when the value is then asked for (<c>--value @input</c>).</param>
/// <param name="Kind">The variable's type, which the default's text decides.</param>
public sealed record NotebookParameter(string Name, string Default, ParameterKind Kind)
{
    /// <summary>The parameters that a notebook declares, in order.</summary>
    /// <param name="document">The notebook; notebooks it imports are not looked into.</param>
    public static IReadOnlyList<NotebookParameter> DeclaredIn(NotebookDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return
        [
            .. document.Cells.Where(cell => cell.Kernel == "csharp")
                .SelectMany(cell => TextLines.Split(cell.Source))
                .Select(Directive.Parse)
                .Where(directive => directive?.Name == SetDirective.SetSyntax.Name)
                .Select(directive => TryParse(directive!))
                .OfType<NotebookParameter>(),
        ];
    }

    /// <summary>Checks that a text is a value for this parameter.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public void Check(string text) => Literal(text);

    /// <summary>The parameter that a name and a value's text make; one whose value is asked for is text.</summary>
    /// <exception cref="ArgumentException">The name is not one for a variable.</exception>
    internal static NotebookParameter Of(string name, DirectiveWord value)
    {
        CheckName(name);
        return value.IsQuestion ? new NotebookParameter(name, "", ParameterKind.Text)
            : new NotebookParameter(name, value.ToString(), value.IsQuoted ? ParameterKind.Text : KindOf(value.ToString()));
    }

    /// <exception cref="ArgumentException">The text is not a name for a variable.</exception>
    internal static void CheckName(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            throw new ArgumentException($"'{name}' is not a variable's name");
        }
    }

    /// <summary>The default as JSON.</summary>
    internal string Json() => Kind == ParameterKind.Text ? JsonSerializer.Serialize(Default) : Literal(Default).TrimEnd('L', 'd');

    /// <summary>The C# declaration that stands for the directive.</summary>
    internal string Declaration(IReadOnlyDictionary<string, string> values) =>
        $"var {Name} = {Literal(values.GetValueOrDefault(Name, Default))};";

    private static NotebookParameter? TryParse(Directive directive)
    {
        try
        {
            var values = SetDirective.SetSyntax.Bind(directive);
            var value = values["--value"];
            return value.Expression is null || value.IsQuestion ? Of(values["--name"].Text, value) : null;
        }
        catch (ArgumentException)
        {
            // The cell itself fails on it, with its line.
            return null;
        }
    }

    /// <summary>The type by the rule for columns of files: what would lose a digit, a plus sign or a leading zero as a number is text.</summary>
    private static ParameterKind KindOf(string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        return ExactLongFormat.TryParse(cell, out var number) ? number is >= int.MinValue and <= int.MaxValue ? ParameterKind.Int32 : ParameterKind.Int64
            : ExactDoubleFormat.TryParse(cell, out var real) && double.IsFinite(real) ? ParameterKind.Double
            : text is "true" or "false" ? ParameterKind.Boolean
            : ParameterKind.Text;
    }

    private string Literal(string text) => Kind switch
    {
        ParameterKind.Int32 when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            number.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Int64 when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
            number.ToString(CultureInfo.InvariantCulture) + "L",
        ParameterKind.Double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            number.ToString("R", CultureInfo.InvariantCulture) + "d",
        ParameterKind.Boolean when text is "true" or "false" => text,
        // A JSON string is a C# string literal: the escapes that JSON writes are C#'s too.
        ParameterKind.Text => JsonSerializer.Serialize(text),
        _ => throw new ArgumentException($"the parameter '{Name}' takes {Describe(Kind)} (its default is {Default}); '{text}' is not one"),
    };

    private static string Describe(ParameterKind kind) => kind switch
    {
        ParameterKind.Int32 => "a whole number",
        ParameterKind.Int64 => "a whole number of 64 bits",
        ParameterKind.Double => "a finite number",
        _ => "true or false",
    };
}
