using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Ranks each test item among a few candidates drawn at random that its user never met, as many papers do: cheap where scoring all candidates is not.
/// </summary>
/// <remarks>
/// Do not choose models by it. Such metrics are not estimates of those over all candidates: they can order models the other way round, since most of the random candidates are
/// easy to beat and what happens at the top of the list hardly counts (W. Krichene and S. Rendle, <i>On sampled metrics for item recommendation</i>, KDD 2020). It is here to
/// compare with numbers that were published so; <see cref="TopKEvaluation"/> measures what users get.
/// </remarks>
public sealed class SampledEvaluation
{
    /// <summary>Places of candidates that are held at a time.</summary>
    private const int LargestBlock = 4 << 20;

    private readonly TestUsers _test;

    /// <summary>Prepares a test set.</summary>
    /// <param name="test">A row for each time a user met an item.</param>
    /// <param name="user">The column of users, as indexes are queried by.</param>
    /// <param name="item">The column of items, as indexes identify their candidates.</param>
    /// <exception cref="ArgumentException">There is no such column, a row lacks its user or its item, or there are no rows.</exception>
    public SampledEvaluation(Table test, string user, string item) => _test = new TestUsers(test, user, item);

    /// <summary>How many candidates are drawn for each test row; 100 when omitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Negatives
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Negatives), value, "At least one candidate must be drawn for each test row.");
    } = 100;

    /// <summary>How many places from the top count as a hit; 10 when omitted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int K
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(K), value, "k must be 1 or more.");
    } = 10;

    /// <summary>What users have seen, and is not drawn. What they met in the test is not drawn either.</summary>
    public SeenItems? Seen { get; init; }

    /// <summary>Of the draw.</summary>
    public long Seed { get; init; }

    /// <summary>Ranks every test row: the means over rows of <c>sampled_hit_rate_at_k</c>, <c>sampled_ndcg_at_k</c> and <c>sampled_mrr</c>.</summary>
    /// <param name="index">What ranks. Users and items that it does not know are misses, and counted.</param>
    /// <exception cref="ArgumentException">The index knows none of the test users, or too few candidates remain to draw from.</exception>
    public MetricValues Run(TopKIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var (known, items, random) = (_test.KnownTo(index), _test.RowsIn(index), new SeededRandom(Seed));
        var (hits, gain, reciprocal, unknown) = (0L, 0.0, 0.0, Rows(known));
        foreach (var block in known.Chunk(Math.Max(1, LargestBlock / index.Count)))
        {
            var found = index.QueryRows([.. block.Select(user => _test.Users[user])], index.Count, filter: null);
            for (var query = 0; query < block.Length; query++)
            {
                foreach (var place in Places(index, found.Of(query), block[query], items, random))
                {
                    hits += place < K ? 1 : 0;
                    gain += place < K ? 1 / Math.Log2(place + 2) : 0;
                    reciprocal += 1.0 / (place + 1);
                }
            }
        }

        double rows = _test.Rows;
        return new MetricValues(
        [
            new($"sampled_hit_rate_at_{K}", hits / rows),
            new($"sampled_ndcg_at_{K}", gain / rows),
            new("sampled_mrr", reciprocal / rows),
            new("test_rows", rows),
            new("rows_of_unknown_users", rows - unknown),
            new("rows_of_unknown_items", _test.Items.Count(item => items[item] < 0)),
        ]);
    }

    private int Rows(int[] users) => users.Sum(user => _test.ItemsOf(user).Length);

    /// <summary>For each of a user's test rows that the index knows, how many of the drawn candidates it ranks above.</summary>
    private List<int> Places(TopKIndex index, ReadOnlySpan<int> ranking, int user, int[] items, SeededRandom random)
    {
        var placeOf = new int[index.Count];
        placeOf.AsSpan().Fill(index.Count);
        for (var place = 0; place < ranking.Length; place++)
        {
            placeOf[ranking[place]] = place;
        }

        var met = Met(index, user, items);
        if (index.Count - met.Count < Negatives)
        {
            throw new ArgumentException(
                $"User \"{_test.Users[user]}\" has met {met.Count} of the {index.Count} candidates, so {Negatives} others cannot be drawn. Draw fewer.", nameof(index));
        }

        var places = new List<int>();
        foreach (var item in _test.ItemsOf(user))
        {
            if (items[item] >= 0)
            {
                places.Add(Draw(met, index.Count, random).Count(row => placeOf[row] < placeOf[items[item]]));
            }
        }

        return places;
    }

    private HashSet<int> Met(TopKIndex index, int user, int[] items)
    {
        var met = new HashSet<int>();
        foreach (var item in _test.ItemsOf(user))
        {
            met.Add(items[item]);
        }

        met.Remove(-1);
        if (Seen is { } seen)
        {
            met.UnionWith(seen.RowsIn(index, _test.Users[user]).ToArray());
        }

        return met;
    }

    /// <summary>Distinct rows that the user did not meet.</summary>
    private HashSet<int> Draw(HashSet<int> met, int count, SeededRandom random)
    {
        var drawn = new HashSet<int>(Negatives);
        while (drawn.Count < Negatives)
        {
            var row = random.NextInt(count);
            if (!met.Contains(row))
            {
                drawn.Add(row);
            }
        }

        return drawn;
    }
}
