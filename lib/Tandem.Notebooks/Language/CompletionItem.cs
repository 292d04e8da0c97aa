namespace Tandem.Notebooks;

/// <summary>A way to complete a word.</summary>
/// <param name="Text">What takes the word's place.</param>
/// <param name="Kind">What it stands for.</param>
public sealed record CompletionItem(string Text, CompletionKind Kind);
