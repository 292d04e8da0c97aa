using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tandem.Notebooks;

/// <summary>Gathers what matches the typed part of a word, and sorts it.</summary>
/// <param name="typed">What stands before the cursor of the word.</param>
internal sealed class CompletionItems(string typed)
{
    private readonly Dictionary<string, (CompletionItem Item, int Quality, CompletionRank Rank)> _items = new(StringComparer.Ordinal);

    public string Typed => typed;

    /// <summary>Adds a completion if it matches.</summary>
    /// <param name="text">What takes the word's place.</param>
    /// <param name="kind">What it stands for.</param>
    /// <param name="rank">Its place among equally good matches.</param>
    /// <param name="name">The name to be matched as well, where the text is more than that.</param>
    public void Add(string text, CompletionKind kind, CompletionRank rank, string? name = null)
    {
        if (Best(NameMatch.Quality(text, typed), name is null ? null : NameMatch.Quality(name, typed)) is { } quality
            && (!_items.TryGetValue(text, out var known) || (quality, rank).CompareTo((known.Quality, known.Rank)) < 0))
        {
            _items[text] = (new CompletionItem(text, kind), quality, rank);
        }
    }

    public void Add(IEnumerable<string> keywords)
    {
        foreach (var keyword in keywords)
        {
            Add(keyword, CompletionKind.Keyword, CompletionRank.Keyword);
        }
    }

    /// <summary>Adds a symbol if it can be written by its name and is meant to be.</summary>
    public void Add(ISymbol symbol, string? name = null)
    {
        name ??= symbol.Name;
        // What does not match is not asked for its attributes, which are read from its assembly.
        if (symbol.CanBeReferencedByName && name != "_" && SyntaxFacts.IsValidIdentifier(name) && NameMatch.Quality(name, typed) is not null && !SymbolTraits.IsHidden(symbol))
        {
            var text = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
            Add(text, SymbolTraits.KindOf(symbol), SymbolTraits.RankOf(symbol), name);
        }
    }

    public IReadOnlyList<CompletionItem> Sorted() =>
    [
        .. _items.Values
            .OrderBy(entry => entry.Quality)
            .ThenBy(entry => entry.Rank)
            .ThenBy(entry => entry.Item.Text, StringComparer.OrdinalIgnoreCase)
            .ThenBy(entry => entry.Item.Text, StringComparer.Ordinal)
            .Select(entry => entry.Item),
    ];

    private static int? Best(int? first, int? second) => first is null ? second : second is null ? first : Math.Min(first.Value, second.Value);
}
