using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The retrieval task: each query's own candidate against all candidates of the batch, softmax cross-entropy from logits, summed over the batch.
/// The logits are made in this order:
/// <list type="number">
/// <item><c>⟨query, candidate⟩ / temperature</c>;</item>
/// <item><c>− log p(candidate)</c> where sampling probabilities are given: the logQ correction (Yi et al., <i>Sampling-bias-corrected neural
/// modeling for large corpus item recommendations</i>, RecSys 2019);</item>
/// <item>further occurrences of the query's own candidate, the accidental hits, are dropped where the task removes them;</item>
/// <item>candidates that the score mask does not allow are dropped;</item>
/// <item>where the task mines hard negatives, all but the highest of the others are dropped.</item>
/// </list>
/// </summary>
/// <remarks>
/// Candidates beyond the first as many as there are queries are negatives for every query. Repeated rows of a batch are computed once each, with the
/// same result, unless a score mask or hard negatives treat them one by one; those make the matrix of logits, a block of queries at a time.
/// </remarks>
/// <example><code>
/// var task = new Retrieval(new FactorizedTopK(movies, movieTower), temperature: 0.1f, removeAccidentalHits: true);
/// var loss = task.Loss(userTower.Embed(batch), movieTower.Embed(batch), candidateSamplingProbability: popularity.Probability(batch));
/// </code></example>
public sealed class Retrieval : Layer
{
    private readonly FactorizedTopK? _metric;
    private readonly float _temperature;
    private readonly int _hardNegatives;
    private readonly bool _removeAccidentalHits;

    /// <summary>Creates the task.</summary>
    /// <param name="metric">What evaluation measures; nothing but the loss when omitted.</param>
    /// <param name="temperature">What inner products are divided by; 1 by default.</param>
    /// <param name="hardNegatives">How many negatives, those with the highest logits, each query keeps; all of them when 0, the default.</param>
    /// <param name="removeAccidentalHits">Whether a candidate is kept from being a negative for a query that has the same candidate for its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number, or the number of hard negatives negative.</exception>
    public Retrieval(FactorizedTopK? metric = null, float temperature = 1f, int hardNegatives = 0, bool removeAccidentalHits = false)
    {
        if (!(temperature > 0) || !float.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature divides the logits: give a positive number.");
        }

        if (hardNegatives < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(hardNegatives), hardNegatives, "Give the number of negatives to keep, or 0 to keep all.");
        }

        _metric = metric;
        _temperature = temperature;
        _hardNegatives = hardNegatives;
        _removeAccidentalHits = removeAccidentalHits;
    }

    /// <inheritdoc/>
    public override IEnumerable<Metric> Metrics => _metric is null ? [] : [_metric];

    /// <summary>The loss of a batch, a scalar: the sum over its queries.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="candidates">For each query its candidate; further candidates are negatives for every query.</param>
    /// <param name="sampleWeights">The queries' weights in loss and metrics, 0 or more; all 1 when omitted.</param>
    /// <param name="candidateSamplingProbability">
    /// For each candidate, how likely a row of a batch is to hold it, above 0 and at most 1; corrects for popular candidates being negatives more
    /// often. A factor that all of them share, such as the size of the batch, adds one number to all logits of a row and changes nothing;
    /// only probabilities below 1e-6 count as 1e-6.
    /// </param>
    /// <param name="candidateIds">
    /// What each candidate is: an accidental hit is one with the id of the query's own. When omitted, candidates are the same that a tower knows
    /// to be the same row.
    /// </param>
    /// <param name="scoreMask"><c>[queries, candidates]</c>: whether a query may be compared with a candidate; all may when omitted.</param>
    /// <param name="computeMetrics">Whether to update the metric, which scores the queries against the whole corpus.</param>
    /// <exception cref="ArgumentException">
    /// Lengths, dimensions or the mask's shape do not fit; a weight or probability is not a number in its range; the mask hides a query's own candidate; accidental hits are to be
    /// removed and nothing says what is the same.
    /// </exception>
    public Tensor Loss(
        EmbeddedRows queries,
        EmbeddedRows candidates,
        ReadOnlySpan<float> sampleWeights = default,
        ReadOnlySpan<float> candidateSamplingProbability = default,
        IReadOnlyList<string>? candidateIds = null,
        bool[,]? scoreMask = null,
        bool computeMetrics = false)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        RetrievalChecks.Check(queries, candidates, sampleWeights, candidateSamplingProbability, candidateIds, scoreMask);
        var batch = new RetrievalBatch
        {
            Queries = queries,
            Candidates = candidates,
            Weights = sampleWeights.IsEmpty ? null : sampleWeights.ToArray(),
            Correction = RetrievalBatch.CorrectionFor(candidateSamplingProbability),
            Ids = _removeAccidentalHits ? RetrievalBatch.IdsOf(candidates, candidateIds) : null,
            Mask = scoreMask,
        };
        if (computeMetrics)
        {
            _metric?.Update(queries, candidates, sampleWeights);
        }

        return _hardNegatives == 0 && MergedRetrieval.Merge(batch) is { } merged
            ? MergedRetrieval.Loss(merged, 1f / _temperature)
            : new RetrievalScores(batch, 1f / _temperature, _hardNegatives).Loss();
    }
}
