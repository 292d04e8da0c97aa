using System.Collections;

namespace Tandem;

/// <summary>The candidates found for a query, best first. Fewer than were asked for where exclusions left fewer.</summary>
[TypeFormatterSource(typeof(RecommendationsFormatterSource))]
public sealed class Recommendations : IReadOnlyList<Recommendation>
{
    private readonly IReadOnlyList<Recommendation> _items;

    internal Recommendations(string query, IReadOnlyList<Recommendation> items)
    {
        Query = query;
        _items = items;
    }

    /// <summary>The query they were found for.</summary>
    public string Query { get; }

    /// <summary>Where they come from: <see cref="RecommendationSource.Model"/>, unless a <see cref="FallbackRecommender"/> had to fall back.</summary>
    public RecommendationSource Source { get; internal init; }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public Recommendation this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<Recommendation> GetEnumerator() => _items.GetEnumerator();

    /// <summary>A numbered line for each.</summary>
    public override string ToString() => string.Join(
        '\n',
        _items.Select((item, i) => $"{i + 1,3}. {item.Id}  ({item.Score:F3})").Prepend($"{Title}:"));

    /// <summary>What they are, and for whom.</summary>
    internal string Title => Source switch
    {
        RecommendationSource.Features => $"Recommendations for {Query}, who is new, by features",
        RecommendationSource.Popularity => $"What is popular, for {Query}, who is new",
        _ => $"Recommendations for {Query}",
    };

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
