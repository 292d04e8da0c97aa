using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How often the true candidate is among the k that score highest of the whole corpus: top-k categorical accuracy. The true candidate
/// is a hit at k when fewer than k of the corpus score strictly higher, so a tie is a hit; a score that is not finite is a miss.
/// </summary>
/// <remarks>
/// The weights must not change between <see cref="Reset"/> and <see cref="Results"/>, other than in training with gradients, where every
/// update is scored at once: the corpus is embedded, and each distinct query scored, once for many updates.
/// </remarks>
public sealed class FactorizedTopK : Metric
{
    /// <summary>Bounds the memory of queries that wait to be scored.</summary>
    private const int MaxPendingRows = 1 << 18;

    private readonly Table _candidates;
    private readonly Tower _tower;
    private readonly int[] _ks;
    private readonly double[] _hits;
    private readonly PendingRows _queries = new();
    private readonly PendingRows _trueCandidates = new();
    private readonly List<float> _weights = [];
    private double _totalWeight;

    /// <summary>Scores against all rows of a table.</summary>
    /// <param name="candidates">The corpus.</param>
    /// <param name="tower">Embeds it.</param>
    /// <param name="ks">The k's; 1, 5, 10, 50 and 100 when omitted.</param>
    /// <exception cref="ArgumentException">The corpus is empty, or a k is not positive or given twice.</exception>
    public FactorizedTopK(Table candidates, Tower tower, params int[] ks)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(tower);
        if (candidates.RowCount == 0)
        {
            throw new ArgumentException("FactorizedTopK: the table of candidates has no rows.", nameof(candidates));
        }

        _candidates = candidates;
        _tower = tower;
        _ks = ks.Length > 0 ? [.. ks] : [1, 5, 10, 50, 100];
        if (_ks.Any(k => k < 1) || _ks.Distinct().Count() < _ks.Length)
        {
            throw new ArgumentException($"FactorizedTopK: the k's must be positive and differ; they are {string.Join(", ", _ks)}.", nameof(ks));
        }

        _hits = new double[_ks.Length];
    }

    /// <summary>The name under which <see cref="Results"/> reports the accuracy at k.</summary>
    public static string NameAt(int k) => $"factorized_top_k/top_{k}_categorical_accuracy";

    /// <summary>Adds a batch: its queries, and the candidate that is true for each of them.</summary>
    /// <param name="queries">The queries of the batch.</param>
    /// <param name="trueCandidates">For each query, its true candidate; further candidates are ignored.</param>
    /// <param name="sampleWeights">The queries' weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">The batch's parts differ in length.</exception>
    public void Update(EmbeddedRows queries, EmbeddedRows trueCandidates, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(trueCandidates);
        if (trueCandidates.Count < queries.Count || (sampleWeights.Length != 0 && sampleWeights.Length != queries.Count))
        {
            throw new ArgumentException(
                $"FactorizedTopK: {queries.Count} queries need as many true candidates (there are {trueCandidates.Count}) and as many weights, or none (there are {sampleWeights.Length}).");
        }

        var weightsMayChange = queries.Rows.RequiresGradient || trueCandidates.Rows.RequiresGradient;
        if (weightsMayChange || !_queries.Accepts(queries, MaxPendingRows) || !_trueCandidates.Accepts(trueCandidates, MaxPendingRows))
        {
            Flush();
        }

        _queries.Add(queries, queries.Count);
        _trueCandidates.Add(trueCandidates, queries.Count);
        for (var i = 0; i < queries.Count; i++)
        {
            _weights.Add(sampleWeights.IsEmpty ? 1f : sampleWeights[i]);
        }

        if (weightsMayChange)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        ClearPending();
        Array.Clear(_hits);
        _totalWeight = 0;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results()
    {
        Flush();
        var results = new OrderedDictionary<string, double>();
        for (var i = 0; i < _ks.Length && _totalWeight > 0; i++)
        {
            results[NameAt(_ks[i])] = _hits[i] / _totalWeight;
        }

        return results;
    }

    /// <summary>Scores what is pending.</summary>
    private void Flush()
    {
        if (_weights.Count == 0)
        {
            return;
        }

        using var scope = new TensorScope();
        using var noGradient = new NoGradient();
        var corpus = _tower.Embed(_candidates).ToTensor();
        var (queries, trueCandidates) = (_queries.ToTensor(), _trueCandidates.ToTensor());
        if (queries.Shape[1] != corpus.Shape[1] || trueCandidates.Shape[1] != corpus.Shape[1])
        {
            throw new ArgumentException(
                $"FactorizedTopK: queries have {queries.Shape[1]} dimensions, true candidates {trueCandidates.Shape[1]} and the corpus {corpus.Shape[1]}. Give both towers the same output dimension.");
        }

        var ranks = Indices.Empty(_weights.Count, corpus.Device);
        corpus.Device.RankCounts(queries, trueCandidates, _queries.RowOf(), _trueCandidates.RowOf(), corpus, ranks);
        Count(ranks.ToArray());
        ClearPending();
    }

    private void Count(ReadOnlySpan<int> ranks)
    {
        var weights = CollectionsMarshal.AsSpan(_weights);
        for (var i = 0; i < ranks.Length; i++)
        {
            _totalWeight += weights[i];
            for (var k = 0; k < _ks.Length; k++)
            {
                _hits[k] += ranks[i] < _ks[k] ? weights[i] : 0;
            }
        }
    }

    private void ClearPending()
    {
        _queries.Clear();
        _trueCandidates.Clear();
        _weights.Clear();
    }
}
