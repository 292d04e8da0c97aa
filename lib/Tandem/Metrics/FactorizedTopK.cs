using System.Runtime.InteropServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How often the true candidate is among the k best of the whole corpus: top-k categorical accuracy.
/// By score, the true candidate is a hit at k when fewer than k of the corpus score strictly higher, so a tie is a hit; a score that is not finite
/// is a miss. By id, it is a hit when it is among the k that an index returns, which is what an approximate index must be judged by.
/// Absent from results when no query with a weight was measured.
/// </summary>
/// <remarks>
/// The weights must not change between <see cref="Reset"/> and <see cref="Results"/>, other than in training with gradients, where every
/// update is scored at once: the corpus is embedded, and each distinct query scored, once for many updates.
/// </remarks>
public sealed class FactorizedTopK : Metric
{
    /// <summary>Bounds the memory of queries that wait to be scored.</summary>
    private const int MaxPendingRows = 1 << 18;

    /// <summary>Candidates that are embedded and scored at a time: bounds the memory of a large corpus, and is enough for all cores.</summary>
    private const int BlockRows = 1 << 16;

    /// <summary>The row of a true candidate that the index does not hold.</summary>
    private const int NoRow = -1;

    private readonly TopKIndex? _index;
    private readonly Func<Tensor, Tensor, Indices, Indices, int[]> _rankCounts;
    private readonly TopKHits _hits;
    private readonly PendingRows _queries = new();
    private readonly PendingRows _trueCandidates = new();
    private readonly List<int> _trueRows = [];
    private readonly List<float> _weights = [];

    /// <summary>Scores against all rows of a table, as its tower embeds them when the result is asked for.</summary>
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

        _rankCounts = (queries, trueCandidates, pairQueries, pairCandidates) =>
        {
            CheckDimensions(tower, queries, trueCandidates);
            return CandidateBlocks.RankCounts(CandidateBlocks.Embed(tower, candidates, BlockRows), queries, trueCandidates, pairQueries, pairCandidates);
        };
        _hits = new TopKHits(ks);
    }

    /// <summary>
    /// Judges an index. A <see cref="BruteForce"/> one holds the candidates as they were when it was made; while the candidate tower is trained, use
    /// <see cref="Streaming"/>, which embeds them when the result is asked for.
    /// </summary>
    /// <param name="index">The index.</param>
    /// <param name="ks">The k's; 1, 5, 10, 50 and 100 when omitted.</param>
    /// <exception cref="ArgumentException">A k is not positive or given twice.</exception>
    public FactorizedTopK(TopKIndex index, params int[] ks)
    {
        ArgumentNullException.ThrowIfNull(index);
        _index = index;
        _rankCounts = index is VectorIndex { IsExact: true } vectors
            ? vectors.RankCounts
            : (_, _, _, _) => throw new InvalidOperationException(
                $"FactorizedTopK: {index.GetType().Name} does not score every candidate, so a true candidate cannot be ranked by its score. Update with the ids of the true candidates.");
        _hits = new TopKHits(ks);
    }

    /// <summary>
    /// How many true candidates were given, since <see cref="Reset"/>, that the index does not hold. Nobody could recommend them: each is a miss, and many of them explain
    /// a low accuracy.
    /// </summary>
    public long AbsentCandidates { get; private set; }

    /// <summary>Whether embedded queries can be ranked by the identifiers of their true candidates.</summary>
    internal bool TakesIdentifiers => _index is VectorIndex;

    /// <summary>The name under which <see cref="Results"/> reports the accuracy at k.</summary>
    public static string NameAt(int k) => $"factorized_top_k/top_{k}_categorical_accuracy";

    /// <summary>Adds a batch by score: its queries, and the candidate that is true for each of them.</summary>
    /// <param name="queries">The queries of the batch.</param>
    /// <param name="trueCandidates">For each query, its true candidate; further candidates are ignored.</param>
    /// <param name="sampleWeights">The queries' weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">The batch's parts differ in length, or a weight is not a number of 0 or more.</exception>
    public void Update(EmbeddedRows queries, EmbeddedRows trueCandidates, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(trueCandidates);
        Check(queries.Count, trueCandidates.Count, sampleWeights);
        var weightsMayChange = queries.Rows.RequiresGradient || trueCandidates.Rows.RequiresGradient;
        if (weightsMayChange || _trueRows.Count > 0 || !_queries.Accepts(queries, MaxPendingRows) || !_trueCandidates.Accepts(trueCandidates, MaxPendingRows))
        {
            Flush();
        }

        _trueCandidates.Add(trueCandidates, queries.Count);
        AddQueries(queries, sampleWeights, weightsMayChange);
    }

    /// <summary>Adds a batch by id: its queries, and for each the identifier of the candidate that is true for it.</summary>
    /// <param name="queries">The queries of the batch.</param>
    /// <param name="trueIdentifiers">For each query, the identifier of its true candidate; further ones are ignored. One that the index does not hold is a miss.</param>
    /// <param name="sampleWeights">The queries' weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">The batch's parts differ in length, or a weight is not a number of 0 or more.</exception>
    /// <exception cref="InvalidOperationException">The metric was not made with an index of vectors.</exception>
    public void Update(EmbeddedRows queries, IReadOnlyList<string> trueIdentifiers, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(trueIdentifiers);
        if (_index is not VectorIndex index)
        {
            throw new InvalidOperationException("FactorizedTopK: to rank embedded queries by id it must be made with an index of vectors, such as BruteForce or Streaming.");
        }

        index.CheckVectors(queries.Rows);
        Check(queries.Count, trueIdentifiers.Count, sampleWeights);
        var weightsMayChange = queries.Rows.RequiresGradient;
        if (weightsMayChange || _trueRows.Count == 0 || !_queries.Accepts(queries, MaxPendingRows))
        {
            Flush();
        }

        _trueRows.AddRange(Rows(index, trueIdentifiers, queries.Count));
        AddQueries(queries, sampleWeights, weightsMayChange);
    }

    /// <summary>Adds queries by id: works with any index or recommender, and tells what a filter, such as seen items, does to the accuracy.</summary>
    /// <param name="ids">The ids of the queries.</param>
    /// <param name="trueIdentifiers">For each query, the identifier of its true candidate. One that the index does not hold is a miss.</param>
    /// <param name="filter">What may be returned; everything when omitted.</param>
    /// <param name="sampleWeights">The queries' weights; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">Lengths differ, the index does not know an id, or a weight is not a number of 0 or more.</exception>
    /// <exception cref="InvalidOperationException">The metric was not made with an index.</exception>
    public void Update(IReadOnlyList<string> ids, IReadOnlyList<string> trueIdentifiers, QueryFilter? filter = null, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(trueIdentifiers);
        var index = _index ?? throw new InvalidOperationException("FactorizedTopK: to rank queries by their ids it must be made with an index.");
        Check(ids.Count, trueIdentifiers.Count, sampleWeights);
        if (ids.Count == 0)
        {
            return;
        }

        var rowOf = Enumerable.Range(0, ids.Count).ToArray();
        if (filter is not { AllowedPerQuery: not null } and not { ExcludedPerQuery: not null })
        {
            (ids, rowOf) = Distinct(ids);
        }

        var found = index.QueryRows(ids, Math.Min(_hits.MaxK, index.Count), filter);
        _hits.Add(Places(found, rowOf, [.. Rows(index, trueIdentifiers, rowOf.Length)]), Weights(rowOf.Length, sampleWeights));
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        ClearPending();
        _hits.Clear();
        AbsentCandidates = 0;
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results()
    {
        Flush();
        return _hits.Results();
    }

    private void AddQueries(EmbeddedRows queries, ReadOnlySpan<float> sampleWeights, bool weightsMayChange)
    {
        _queries.Add(queries, queries.Count);
        _weights.AddRange(Weights(queries.Count, sampleWeights));
        if (weightsMayChange)
        {
            Flush();
        }
    }

    /// <summary>Scores what is pending.</summary>
    private void Flush()
    {
        if (_weights.Count > 0)
        {
            using var scope = new TensorScope();
            using var noGradient = new NoGradient();
            _hits.Add(_trueRows.Count > 0 ? RanksById() : RanksByScore(), CollectionsMarshal.AsSpan(_weights));
            ClearPending();
        }
    }

    private int[] RanksById()
    {
        var found = ((VectorIndex)_index!).Search(_queries.ToTensor(), Math.Min(_hits.MaxK, _index.Count), RowFilter.None);
        return Places(found, _queries.RowOf().ToArray(), [.. _trueRows]);
    }

    private int[] RanksByScore()
    {
        var (queries, trueCandidates) = (_queries.ToTensor(), _trueCandidates.ToTensor());
        (_index as VectorIndex)?.CheckVectors(queries);
        (_index as VectorIndex)?.CheckVectors(trueCandidates);
        return _rankCounts(queries, trueCandidates, _queries.RowOf(), _trueCandidates.RowOf());
    }

    private static void CheckDimensions(Tower tower, Tensor queries, Tensor trueCandidates)
    {
        if (queries.Shape[1] != tower.Dimension || trueCandidates.Shape[1] != tower.Dimension)
        {
            throw new ArgumentException(
                $"FactorizedTopK: queries have {queries.Shape[1]} dimensions, true candidates {trueCandidates.Shape[1]} and the corpus {tower.Dimension}. Give both towers the same output dimension.");
        }
    }

    /// <summary>For each example the place of its true row among the rows found for its query; <see cref="int.MaxValue"/> where it is not.</summary>
    private static int[] Places(TopKRows found, int[] queryOf, int[] trueRows)
    {
        var places = new int[queryOf.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = trueRows[i] != NoRow && found.Of(queryOf[i]).IndexOf(trueRows[i]) is >= 0 and var place ? place : int.MaxValue;
        }

        return places;
    }

    private IEnumerable<int> Rows(TopKIndex index, IReadOnlyList<string> identifiers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (index.TryGetRow(identifiers[i], out var row))
            {
                yield return row;
            }
            else
            {
                AbsentCandidates++;
                yield return NoRow;
            }
        }
    }

    private static (string[] Distinct, int[] RowOf) Distinct(IReadOnlyList<string> ids)
    {
        var (rows, rowOf) = (new OrderedDictionary<string, int>(StringComparer.Ordinal), new int[ids.Count]);
        for (var i = 0; i < rowOf.Length; i++)
        {
            rows.TryAdd(ids[i], rows.Count, out rowOf[i]);
        }

        return ([.. rows.Keys], rowOf);
    }

    private static float[] Weights(int count, ReadOnlySpan<float> sampleWeights) =>
        sampleWeights.IsEmpty ? [.. Enumerable.Repeat(1f, count)] : sampleWeights.ToArray();

    private static void Check(int queries, int trueCandidates, ReadOnlySpan<float> sampleWeights)
    {
        if (trueCandidates < queries || (sampleWeights.Length != 0 && sampleWeights.Length != queries))
        {
            throw new ArgumentException(
                $"FactorizedTopK: {queries} queries need as many true candidates (there are {trueCandidates}) and as many weights, or none (there are {sampleWeights.Length}).");
        }

        SampleWeights.Check(sampleWeights, nameof(FactorizedTopK));
    }

    private void ClearPending()
    {
        _queries.Clear();
        _trueCandidates.Clear();
        _trueRows.Clear();
        _weights.Clear();
    }
}
