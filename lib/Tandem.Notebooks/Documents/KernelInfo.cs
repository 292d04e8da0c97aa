namespace Tandem.Notebooks;

/// <summary>A language a notebook's cells can be written in, with the other names a cell may call it by.</summary>
/// <param name="Name">The canonical name, such as <c>csharp</c>.</param>
/// <param name="LanguageName">The language's display name, such as <c>C#</c>; null when the notebook does not say.</param>
/// <param name="Aliases">Other names, compared exactly and with case.</param>
public sealed record KernelInfo(string Name, string? LanguageName, IReadOnlyList<string> Aliases);
