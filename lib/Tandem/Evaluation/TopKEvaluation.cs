namespace Tandem;

/// <summary>
/// Measures what an index recommends against what test users went on to meet, with all candidates ranked and, where told, what users had seen left out: made once for a test
/// set, then applied to any number of indexes, which it compares on equal terms.
/// </summary>
/// <example><code>
/// var evaluation = new TopKEvaluation(test, "user_id", "movie_title") { Seen = new(train, "user_id", "movie_title"), Ks = [10, 100] };
/// evaluation.Run(new Popularity(train["movie_title"]))
/// evaluation.Run(new Ease(new Interactions(train, "user_id", "movie_title")))
/// </code></example>
/// <remarks>
/// <c>top_k_categorical_accuracy</c> is a mean over the test rows, as <see cref="FactorizedTopK"/>'s; the others are means over the test users: <c>hit_rate</c>, the share with at least one hit;
/// <c>precision</c>, hits / k; <c>recall</c>, hits / the user's test items; <c>ndcg</c>, with binary gains and the ideal list of the user's test items, at most k; <c>mrr</c>,
/// 1 / the place of the first hit; <c>map</c>, the mean over the user's test items (at most k) of the precision at their places.
/// Of the lists of length k also <see cref="CatalogCoverage"/> and <see cref="GiniIndex"/> and, when it is told the training items, <see cref="Novelty"/>
/// and <see cref="MeanPopularity"/>. Users and items that the index does not know are misses; how many there are is reported.
/// </remarks>
public sealed class TopKEvaluation
{
    /// <summary>Recommendations that are held at a time: 128 MB.</summary>
    private const int LargestBlock = 16 << 20;

    private readonly TestUsers _test;

    /// <summary>Prepares a test set.</summary>
    /// <param name="test">A row for each time a user met an item.</param>
    /// <param name="user">The column of users, as indexes are queried by.</param>
    /// <param name="item">The column of items, as indexes identify their candidates.</param>
    /// <exception cref="ArgumentException">There is no such column, a row lacks its user or its item, or there are no rows.</exception>
    public TopKEvaluation(Table test, string user, string item) => _test = new TestUsers(test, user, item);

    /// <summary>How many candidates are recommended; 10 and 100 when omitted.</summary>
    /// <exception cref="ArgumentException">There is none, one is not positive, or one is given twice.</exception>
    public IReadOnlyList<int> Ks
    {
        get;
        init => field = value.Count > 0 && value.All(k => k > 0) && value.Distinct().Count() == value.Count
            ? [.. value]
            : throw new ArgumentException($"The k's must be positive and differ; they are {string.Join(", ", value)}.");
    } = [10, 100];

    /// <summary>What users have seen, and is not recommended again; nothing is left out when omitted. A test item that a user has seen is a miss, and counted.</summary>
    public SeenItems? Seen { get; init; }

    /// <summary>The items of the training data, one a row, by which novelty and popularity of recommendations are measured; these are left out when omitted.</summary>
    public Column? TrainingItems { get; init; }

    /// <summary>The number of test rows.</summary>
    public int Rows => _test.Rows;

    /// <summary>The number of test users.</summary>
    public int Users => _test.Users.Length;

    /// <summary>Recommends to all test users and measures.</summary>
    /// <param name="index">What recommends. Where it holds fewer candidates than a k, the lists are as long as it can make them.</param>
    /// <exception cref="ArgumentException">The index knows none of the test users.</exception>
    public MetricValues Run(TopKIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var known = _test.KnownTo(index);
        var (items, longest) = (_test.RowsIn(index), Math.Min(Ks.Max(), index.Count));
        var measures = Ks.Select(k => (K: k, Hits: new HitMetrics(_test, items, k), Lists: ListMetrics(index, k))).ToArray();
        foreach (var users in known.Chunk(Math.Max(1, LargestBlock / longest)))
        {
            Interruption.Token.ThrowIfCancellationRequested();
            var found = index.QueryRows([.. users.Select(user => _test.Users[user])], longest, new QueryFilter { Seen = Seen });
            foreach (var (k, hits, lists) in measures)
            {
                hits.Add(found, users);
                AddLists(index, found, k, lists);
            }
        }

        return new MetricValues([.. measures.SelectMany(measure => measure.Hits.Results().Concat(measure.Lists.SelectMany(list => list.Results()))), .. Counts(index, known, items)]);
    }

    private List<RecommendationMetric> ListMetrics(TopKIndex index, int k)
    {
        List<RecommendationMetric> metrics = [new CatalogCoverage(index.Identifiers, $"catalog_coverage_at_{k}"), new GiniIndex(index.Identifiers, $"gini_index_at_{k}")];
        if (TrainingItems is { } training)
        {
            metrics.AddRange([new Novelty(training, $"novelty_at_{k}"), new MeanPopularity(training, $"mean_popularity_at_{k}")]);
        }

        return metrics;
    }

    private static void AddLists(TopKIndex index, TopKRows found, int k, List<RecommendationMetric> metrics)
    {
        for (var query = 0; query < found.Queries; query++)
        {
            var rows = found.Of(query);
            var list = new string[Math.Min(k, rows.Length)];
            for (var i = 0; i < list.Length; i++)
            {
                list[i] = index.Identifiers[rows[i]];
            }

            metrics.ForEach(metric => metric.Update(list));
        }
    }

    private IEnumerable<KeyValuePair<string, double>> Counts(TopKIndex index, int[] known, int[] items)
    {
        yield return new("test_rows", Rows);
        yield return new("test_users", Users);
        yield return new("rows_of_unknown_users", Rows - known.Sum(user => _test.ItemsOf(user).Length));
        yield return new("rows_of_unknown_items", _test.Items.Count(item => items[item] < 0));
        if (Seen is { } seen)
        {
            yield return new("rows_seen_before", known.Sum(user => SeenBefore(seen.RowsIn(index, _test.Users[user]), user, items)));
        }
    }

    private int SeenBefore(ReadOnlySpan<int> seen, int user, int[] items)
    {
        var count = 0;
        foreach (var item in _test.ItemsOf(user))
        {
            count += items[item] >= 0 && seen.BinarySearch(items[item]) >= 0 ? 1 : 0;
        }

        return count;
    }
}
