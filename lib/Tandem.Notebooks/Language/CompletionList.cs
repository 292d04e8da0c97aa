namespace Tandem.Notebooks;

/// <summary>The ways to complete the word at a cursor.</summary>
/// <param name="Start">Where the word starts, in UTF-16 units from the start of the code.</param>
/// <param name="End">Where it ends; <paramref name="Start"/> when there is no word yet.</param>
/// <param name="Items">What may take its place, the likeliest first; empty when nothing is known.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items)
{
    internal static CompletionList None(int cursor) => new(cursor, cursor, []);
}
