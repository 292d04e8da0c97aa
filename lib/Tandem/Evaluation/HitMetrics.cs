namespace Tandem;

/// <summary>How well lists of recommendations meet what users went on to meet, at one k.</summary>
internal sealed class HitMetrics(TestUsers test, int[] rowOfItem, int k)
{
    private double _rowHits, _usersHit, _precision, _recall, _ndcg, _mrr, _map;

    /// <summary>Adds the lists found for some users.</summary>
    public void Add(TopKRows found, int[] users)
    {
        var placeOf = new Dictionary<int, int>(k);
        for (var query = 0; query < users.Length; query++)
        {
            placeOf.Clear();
            var list = found.Of(query);
            for (var place = 0; place < Math.Min(k, list.Length); place++)
            {
                placeOf.Add(list[place], place);
            }

            AddUser(test.ItemsOf(users[query]), placeOf);
        }
    }

    /// <summary>What was measured; the test items of users who were not added are misses.</summary>
    public IEnumerable<KeyValuePair<string, double>> Results()
    {
        double count = test.Users.Length;
        return
        [
            new($"top_{k}_categorical_accuracy", _rowHits / test.Rows),
            new($"hit_rate_at_{k}", _usersHit / count),
            new($"precision_at_{k}", _precision / count),
            new($"recall_at_{k}", _recall / count),
            new($"ndcg_at_{k}", _ndcg / count),
            new($"mrr_at_{k}", _mrr / count),
            new($"map_at_{k}", _map / count),
        ];
    }

    private void AddUser(ReadOnlySpan<int> items, Dictionary<int, int> placeOf)
    {
        var (relevant, hits) = (new HashSet<int>(), new SortedSet<int>());
        foreach (var item in items)
        {
            relevant.Add(item);
            if (placeOf.TryGetValue(rowOfItem[item], out var place))
            {
                _rowHits++;
                hits.Add(place);
            }
        }

        if (hits.Count > 0)
        {
            AddHits(hits, relevant.Count);
        }
    }

    /// <param name="places">Where the hits stand, from 0, ascending.</param>
    /// <param name="relevant">The number of the user's distinct test items.</param>
    private void AddHits(SortedSet<int> places, int relevant)
    {
        var (gain, precision, hits) = (0.0, 0.0, 0);
        foreach (var place in places)
        {
            gain += Discount(place);
            precision += ++hits / (place + 1.0);
        }

        var best = Math.Min(k, relevant);
        _usersHit++;
        _precision += hits / (double)k;
        _recall += hits / (double)relevant;
        _ndcg += gain / Enumerable.Range(0, best).Sum(Discount);
        _mrr += 1.0 / (places.Min + 1);
        _map += precision / best;
    }

    private static double Discount(int place) => 1 / Math.Log2(place + 2);
}
