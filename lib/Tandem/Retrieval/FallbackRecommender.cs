using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Recommends to everybody, the new ones included (cold start): ids that the index knows get its results; others those of an index by features, where
/// features are given; and all others what is popular. <see cref="Recommendations.Source"/> says which it was. Many threads may ask at once.
/// </summary>
/// <example><code>
/// var recommender = new FallbackRecommender(index, new Popularity(train["movie_title"]), byFeatures);
/// recommender.Recommend("new user", k: 10).Source               // Popularity
/// recommender.Recommend(newUsers, "user_id", k: 10)[0].Source   // Features, for rows that have them
/// </code></example>
public sealed class FallbackRecommender
{
    private readonly TopKIndex _index;
    private readonly Popularity _popular;
    private readonly VectorIndex? _byFeatures;

    // What embeds the queries of the index from rows of features, unless it reads an id alone.
    private readonly Tower? _wideTower;

    /// <summary>Puts indexes into an order of preference.</summary>
    /// <param name="index">
    /// Asked for ids that it knows. An index whose query tower reads features as well knows the ids of the table of queries that it was given; it is also asked for rows that have all features.
    /// </param>
    /// <param name="popular">Asked last: the same for everybody.</param>
    /// <param name="byFeatures">Asked for ids that <paramref name="index"/> does not know, with their features; its query tower reads no id.</param>
    /// <exception cref="ArgumentException">
    /// An index has no query tower that embeds ids or features, or what is popular has no candidate of <paramref name="index"/>.
    /// </exception>
    public FallbackRecommender(TopKIndex index, Popularity popular, VectorIndex? byFeatures = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(popular);
        if (byFeatures is { QueryTower: null })
        {
            throw new ArgumentException("An index by features needs a query tower that reads them.", nameof(byFeatures));
        }

        if (!popular.Identifiers.Any(index.Contains))
        {
            throw new ArgumentException(
                $"What is popular, such as \"{popular.Identifiers[0]}\", and the candidates of the index, such as \"{index.Identifiers[0]}\", have no identifier in common. "
                + "Count the column that the index takes its identifiers from.",
                nameof(popular));
        }

        (_index, _popular, _byFeatures) = (index, popular, byFeatures);
        _wideTower = index is VectorIndex { QueryTower: { Features: not [{ Ids: not null }] } tower } ? tower : null;
        if (_wideTower is null && index.WhyNoIdIsKnown is { } why)
        {
            throw new ArgumentException(why, nameof(index));
        }
    }

    /// <summary>The k best candidates for an id, known or new.</summary>
    /// <param name="id">The id.</param>
    /// <param name="k">How many; fewer come back where an index has fewer or the filter leaves fewer.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The query tower of the index reads more than an id, and the index was not given the table of its queries.</exception>
    public Recommendations Recommend(string id, int k = 10, QueryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Recommend([id], k, filter)[0];
    }

    /// <summary>The k best candidates for each id, known or new.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="k">How many; fewer come back where an index has fewer or the filter leaves fewer.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    /// <exception cref="ArgumentException">The filter's lists are not one for each id.</exception>
    /// <exception cref="InvalidOperationException">The query tower of the index reads more than an id, and the index was not given the table of its queries.</exception>
    public IReadOnlyList<Recommendations> Recommend(IReadOnlyList<string> ids, int k = 10, QueryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _index.WhyNoIdIsKnown is { } why ? throw new InvalidOperationException(why) : Recommend(ids, features: null, k, filter);
    }

    /// <summary>The k best candidates for each row: by its id if that is known, else by its features if none is missing, else what is popular.</summary>
    /// <param name="rows">Ids and features.</param>
    /// <param name="idColumn">The column of ids; a row without one is somebody new.</param>
    /// <param name="k">How many; fewer come back where an index has fewer or the filter leaves fewer.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    /// <exception cref="ArgumentException">There is no such column, or the filter's lists are not one for each row.</exception>
    public IReadOnlyList<Recommendations> Recommend(Table rows, string idColumn, int k = 10, QueryFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var ids = rows[idColumn];
        return Recommend([.. Enumerable.Range(0, rows.RowCount).Select(row => ids.Text(row) ?? "")], rows, k, filter);
    }

    private Recommendations[] Recommend(IReadOnlyList<string> ids, Table? features, int k, QueryFilter? filter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        filter?.CheckLists(ids.Count);
        var results = new Recommendations[ids.Count];
        foreach (var group in Enumerable.Range(0, ids.Count).GroupBy(row => SourceOf(ids[row], features, row)))
        {
            int[] rows = [.. group];
            var found = Ask(group.Key, [.. rows.Select(row => ids[row])], features, rows, k, Part(filter, rows));
            for (var i = 0; i < rows.Length; i++)
            {
                results[rows[i]] = new Recommendations(ids[rows[i]], [.. found[i]]) { Source = group.Key.Source };
            }
        }

        return results;
    }

    /// <summary>What is asked for a row, and whether it is asked with the row's features or with its id.</summary>
    private (RecommendationSource Source, bool ByFeatures) SourceOf(string id, Table? features, int row) =>
        HasFeatures(_wideTower, features, row) ? (RecommendationSource.Model, true)
        : _index.Knows(id) ? (RecommendationSource.Model, false)
        : HasFeatures(_byFeatures?.QueryTower, features, row) ? (RecommendationSource.Features, true)
        : (RecommendationSource.Popularity, false);

    private IReadOnlyList<Recommendations> Ask(
        (RecommendationSource Source, bool ByFeatures) asked, string[] ids, Table? features, int[] rows, int k, QueryFilter? filter) => asked switch
        {
            (RecommendationSource.Features, _) => Embedded(_byFeatures!, ids, features!, rows, k, filter),
            (RecommendationSource.Model, true) => Embedded((VectorIndex)_index, ids, features!, rows, k, filter),
            (RecommendationSource.Model, false) => _index.Query(ids, Math.Min(k, _index.Count), filter),
            _ => _popular.Query(ids, Math.Min(k, _popular.Count), filter),
        };

    private static IReadOnlyList<Recommendations> Embedded(VectorIndex index, string[] ids, Table features, int[] rows, int k, QueryFilter? filter)
    {
        using var noGradient = new NoGradient();
        using var scope = new TensorScope();
        // Only these rows: others may lack a feature.
        var queries = Table.FromColumns(QueryTable.ColumnsOf(index.QueryTower!).Select(column => features[column].Take(rows)));
        return index.Query(index.QueryTower!.Embed(queries).ToTensor(), Math.Min(k, index.Count), filter, ids);
    }

    private static bool HasFeatures(Tower? tower, Table? features, int row) => tower is not null && features is not null && QueryTable.IsComplete(tower, features, row);

    private static QueryFilter? Part(QueryFilter? filter, int[] rows) => filter is null ? null : filter with
    {
        AllowedPerQuery = filter.AllowedPerQuery is { } allowed ? [.. rows.Select(row => allowed[row])] : null,
        ExcludedPerQuery = filter.ExcludedPerQuery is { } excluded ? [.. rows.Select(row => excluded[row])] : null,
    };
}
