namespace Tandem;

/// <summary>Weighted shares of ranks below some k's. A rank is the number of candidates that stand before the true one.</summary>
internal sealed class TopKHits
{
    private readonly int[] _ks;
    private readonly double[] _hits;
    private double _totalWeight;

    /// <exception cref="ArgumentException">A k is not positive or given twice.</exception>
    public TopKHits(int[] ks)
    {
        _ks = ks.Length > 0 ? [.. ks] : [1, 5, 10, 50, 100];
        if (_ks.Any(k => k < 1) || _ks.Distinct().Count() < _ks.Length)
        {
            throw new ArgumentException($"FactorizedTopK: the k's must be positive and differ; they are {string.Join(", ", _ks)}.", nameof(ks));
        }

        _hits = new double[_ks.Length];
    }

    /// <summary>The largest k.</summary>
    public int MaxK => _ks.Max();

    /// <summary>Counts the queries of some ranks.</summary>
    public void Add(ReadOnlySpan<int> ranks, ReadOnlySpan<float> weights)
    {
        for (var i = 0; i < ranks.Length; i++)
        {
            _totalWeight += weights[i];
            for (var k = 0; k < _ks.Length; k++)
            {
                _hits[k] += ranks[i] < _ks[k] ? weights[i] : 0;
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_hits);
        _totalWeight = 0;
    }

    /// <summary>The share at each k; nothing before a query of positive weight was counted.</summary>
    public IReadOnlyDictionary<string, double> Results()
    {
        var results = new OrderedDictionary<string, double>();
        for (var i = 0; i < _ks.Length && _totalWeight > 0; i++)
        {
            results[FactorizedTopK.NameAt(_ks[i])] = _hits[i] / _totalWeight;
        }

        return results;
    }
}
