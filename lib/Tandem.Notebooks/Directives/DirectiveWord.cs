namespace Tandem.Notebooks;

/// <summary>A word of a directive.</summary>
/// <param name="Text">The word without quotes; of an expression, what follows its colon.</param>
/// <param name="IsQuoted">True when it stood in quotes.</param>
/// <param name="Expression">The name in <c>@name</c> or <c>@name:text</c>; null for a plain word.</param>
internal sealed record DirectiveWord(string Text, bool IsQuoted, string? Expression = null)
{
    /// <summary>True for <c>@input</c> and <c>@password</c>, which a reader answers.</summary>
    public bool IsQuestion => Expression is "input" or "password";

    /// <summary>True for <c>--option</c> and <c>-o</c>, but not for <c>-3</c>.</summary>
    public bool IsOption => !IsQuoted && Expression is null && Text.Length > 1 && Text[0] == '-' && (Text[1] == '-' || char.IsLetter(Text[1]) || Text == "-?");

    /// <summary>The word as it may be written.</summary>
    public override string ToString() => Expression is null ? Text : Text.Length > 0 ? $"@{Expression}:{Text}" : $"@{Expression}";
}
