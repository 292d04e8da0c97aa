using System.Collections;
using System.Globalization;

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

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public Recommendation this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<Recommendation> GetEnumerator() => _items.GetEnumerator();

    /// <summary>A numbered line for each.</summary>
    public override string ToString() => string.Join(
        '\n',
        _items.Select((item, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1,3}. {item.Id}  ({item.Score:F3})")).Prepend($"Recommendations for {Query}:"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
