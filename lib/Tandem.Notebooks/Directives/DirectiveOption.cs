namespace Tandem.Notebooks;

/// <summary>An option that a directive knows.</summary>
/// <param name="Name">The option, such as <c>--name</c>.</param>
/// <param name="ValueName">What stands for its value in the help; null for a flag.</param>
/// <param name="Summary">What it does.</param>
/// <param name="IsRequired">True when the directive is an error without it.</param>
/// <param name="IsImplicit">True when the value may also be given without the option's name.</param>
internal sealed record DirectiveOption(string Name, string? ValueName, string Summary, bool IsRequired = false, bool IsImplicit = false);
