namespace Tandem.Notebooks;

/// <summary>A variable that an http cell declares: <c>@name = value</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, with placeholders.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record HttpCellVariable(string Name, string Value, SourceLine Place);
