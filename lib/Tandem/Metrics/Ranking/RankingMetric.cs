namespace Tandem;

/// <summary>
/// A metric of ranked lists, as in keras-rs: labels are grades of relevance, predictions scores, both <c>[lists, items]</c> (or <c>[items]</c> for
/// one list). The mean over lists is absent from <see cref="Metric.Results"/> when no list holds anything relevant.
/// </summary>
/// <remarks>
/// <para>An item with a negative label, a mask or the weight 0 is no part of its list, and a list without items does not count.</para>
/// <para>
/// A list weighs Σ weight·relevance / Σ relevance over its items; one without relevant items, whose value is 0, weighs what the others do on average.
/// keras-rs takes that average over the batch; here it is taken over everything measured, so that the cut into batches changes nothing. Over a single
/// update the two agree.
/// </para>
/// </remarks>
public abstract class RankingMetric : PredictionMetric
{
    private readonly int? _k;
    private readonly bool _shuffleTies;
    private readonly int _seed;
    private WeightedMean _relevantLists;
    private long _relevantCount;
    private long _irrelevantCount;
    private long _lists;

    private protected RankingMetric(string kind, int? k, bool shuffleTies, int seed, string? name)
        : base(name ?? (k is null ? kind : $"{kind}_at_{k}"))
    {
        _k = k is null or > 0 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "The number of items from the top must be 1 or more; leave it out for all.");
        (_shuffleTies, _seed) = (shuffleTies, seed);
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        _relevantLists = default;
        (_relevantCount, _irrelevantCount, _lists) = (0, 0, 0);
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Results() => Result(Name, _relevantCount > 0
        ? _relevantLists.Sum / (_relevantLists.Weight * (1 + ((double)_irrelevantCount / _relevantCount)))
        : null);

    /// <inheritdoc/>
    protected sealed override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ElementwiseLabels.Check(batch, Name);
        var (lists, items) = batch.Shape.Rank == 1 ? (1, batch.Shape[0]) : (batch.Rows, batch.Columns);
        for (var list = 0; list < lists; list++)
        {
            AddList(Ranked(batch, list * items, items));
        }
    }

    /// <inheritdoc/>
    protected sealed override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var metric = (RankingMetric)other;
        if (metric._k != _k || !HasSettingsOf(metric))
        {
            return false;
        }

        _relevantLists.Add(metric._relevantLists);
        _relevantCount += metric._relevantCount;
        _irrelevantCount += metric._irrelevantCount;
        _lists += metric._lists;
        return true;
    }

    /// <summary>What a list's items are relevant by; by default 1 for a label of 1 or more and 0 for less.</summary>
    private protected virtual double Relevance(float label) => label >= 1 ? 1 : 0;

    /// <summary>Whether another metric of this type, with the same k, measures the same.</summary>
    private protected virtual bool HasSettingsOf(RankingMetric other) => true;

    /// <summary>The value of a list that holds something relevant.</summary>
    /// <param name="top">Its first k items, best score first.</param>
    /// <param name="all">All its items, best score first.</param>
    private protected abstract double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all);

    /// <summary>The weight of a list that holds something relevant.</summary>
    private protected static double ListWeight(ReadOnlySpan<RankedItem> items)
    {
        var mean = default(WeightedMean);
        foreach (var item in items)
        {
            mean.Add(item.Weight, item.Relevance);
        }

        return mean.Sum / mean.Weight;
    }

    /// <summary>The relevance of items, summed.</summary>
    private protected static double TotalRelevance(ReadOnlySpan<RankedItem> items)
    {
        var relevance = 0.0;
        foreach (var item in items)
        {
            relevance += item.Relevance;
        }

        return relevance;
    }

    private void AddList(ReadOnlySpan<RankedItem> items)
    {
        _lists++;
        if (items.IsEmpty)
        {
            return;
        }

        if (TotalRelevance(items) == 0)
        {
            _irrelevantCount++;
            return;
        }

        _relevantCount++;
        _relevantLists.Add(Measure(items[..Math.Min(_k ?? items.Length, items.Length)], items), ListWeight(items));
    }

    /// <summary>The items of a list that count, best score first.</summary>
    private RankedItem[] Ranked(PredictionBatch batch, int start, int count)
    {
        var (keys, items) = (new List<ulong>(count), new List<RankedItem>(count));
        var seed = RankOrder.SeedOf(_seed, _lists);
        for (var i = 0; i < count; i++)
        {
            var (label, score, weight) = (batch.Labels[start + i], batch.Predictions[start + i], batch.SampleWeights[start + i]);
            if (label >= 0 && weight > 0)
            {
                keys.Add(_shuffleTies ? RankOrder.Shuffled(score, seed, i) : RankOrder.Stable(score, i));
                items.Add(new RankedItem(label, Relevance(label), weight));
            }
        }

        RankedItem[] ranked = [.. items];
        Array.Sort(keys.ToArray(), ranked);
        return ranked;
    }
}
