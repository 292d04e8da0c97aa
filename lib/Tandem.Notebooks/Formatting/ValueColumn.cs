namespace Tandem.Notebooks;

/// <summary>A column of a table of values.</summary>
/// <param name="Name">Its title.</param>
/// <param name="Type">What its values are, in small print; null to say nothing.</param>
/// <param name="IsNumeric">Whether they are numbers, which align right.</param>
internal sealed record ValueColumn(string Name, string? Type = null, bool IsNumeric = false);
