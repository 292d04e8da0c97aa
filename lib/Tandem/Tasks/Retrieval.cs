using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The retrieval task: each query's own candidate against all candidates of the batch. The loss is softmax cross-entropy from logits, summed over the
/// batch, unless another is chosen.
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
/// The first candidates are the queries' own, in their order; those that follow are negatives for every query. Repeated rows of a batch are computed
/// once each, with the same result, unless a score mask, hard negatives, another loss or a batch metric treat them one by one: those make the matrix
/// of logits, a block of queries at a time. A disliked candidate is not a pair with a negative weight, which has no optimum: leave it out here, and teach
/// the dislike with a loss of ratings beside this one.
/// </remarks>
/// <example><code>
/// var task = new Retrieval(new FactorizedTopK(movies, movieTower), temperature: 0.1f, removeAccidentalHits: true);
/// var loss = task.Loss(userTower.Embed(batch), movieTower.Embed(batch), candidateSamplingProbability: popularity.Probability(batch));
/// </code></example>
public sealed class Retrieval : TaskLayer
{
    private readonly FactorizedTopK? _metric;
    private readonly float _temperature;
    private readonly int _hardNegatives;
    private readonly bool _removeAccidentalHits;
    private readonly Loss? _loss;
    private readonly PredictionMetric[] _batchMetrics;
    private readonly Mean[] _lossMetrics;
    private readonly Metric[] _reported;

    /// <summary>Creates the task.</summary>
    /// <param name="metric">What evaluation measures; nothing but the loss when omitted.</param>
    /// <param name="temperature">What inner products are divided by; 1 by default.</param>
    /// <param name="hardNegatives">How many negatives, those with the highest logits, each query keeps; all of them when 0, the default.</param>
    /// <param name="removeAccidentalHits">Whether a candidate is kept from being a negative for a query that has the same candidate for its own.</param>
    /// <param name="loss">
    /// Computed from the logits, <c>[queries, candidates]</c>, against labels that are 1 for each query's own candidate and 0 elsewhere; dropped
    /// candidates have logits of about −3.4e36, and with hard negatives each row is the own candidate and its negatives, hardest first.
    /// </param>
    /// <param name="batchMetrics">Measured on the same logits and labels: how well a query's own candidate is told from those of its batch.</param>
    /// <param name="lossMetrics">Gather the loss of each batch, weighted by its sample weights together.</param>
    /// <param name="name">Put before the names of the metrics, as in <c>purchase/mean</c>, to tell the tasks of a model apart; nothing when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number, or the number of hard negatives negative.</exception>
    /// <exception cref="ArgumentException">The loss is not reduced to a number, two metrics have one name, or the task's is empty.</exception>
    public Retrieval(
        FactorizedTopK? metric = null,
        float temperature = 1f,
        int hardNegatives = 0,
        bool removeAccidentalHits = false,
        Loss? loss = null,
        IEnumerable<PredictionMetric>? batchMetrics = null,
        IEnumerable<Mean>? lossMetrics = null,
        string? name = null)
        : base(name)
    {
        if (!(temperature > 0) || !float.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature divides the logits: give a positive number.");
        }

        if (hardNegatives < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(hardNegatives), hardNegatives, "Give the number of negatives to keep, or 0 to keep all.");
        }

        if (loss is not null)
        {
            TaskParts.CheckReduction(loss);
        }

        _metric = metric;
        _temperature = temperature;
        _hardNegatives = hardNegatives;
        _removeAccidentalHits = removeAccidentalHits;
        _loss = loss;
        _batchMetrics = [.. batchMetrics ?? []];
        _lossMetrics = [.. lossMetrics ?? []];
        _reported = TaskParts.Reported(name, [.. metric is null ? [] : (Metric[])[metric], .. _batchMetrics, .. _lossMetrics]);
    }

    /// <summary>Whether the loss is summed over the queries, as it is by default, or averaged.</summary>
    public override Reduction Reduction => _loss?.Reduction ?? Reduction.Sum;

    /// <inheritdoc/>
    public override IEnumerable<Metric> Metrics => _reported;

    /// <summary>The loss of a batch, a scalar.</summary>
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
    /// to be the same row. A metric that was made with an index of vectors takes them to find true candidates by id instead of by score.
    /// </param>
    /// <param name="scoreMask"><c>[queries, candidates]</c>: whether a query may be compared with a candidate; all may when omitted.</param>
    /// <param name="computeMetrics">Whether to update the metric, which scores the queries against the whole corpus.</param>
    /// <param name="computeBatchMetrics">Whether to update the batch metrics; as <paramref name="computeMetrics"/> when omitted.</param>
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
        bool computeMetrics = false,
        bool? computeBatchMetrics = null)
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
            UpdateMetric(queries, candidates, candidateIds, sampleWeights);
        }

        var loss = LossOf(batch, (computeBatchMetrics ?? computeMetrics) ? _batchMetrics : []);
        Record(loss, queries.Count);
        foreach (var mean in _lossMetrics)
        {
            mean.Update(loss.Item(), batch.Weights?.Sum(weight => (double)weight) ?? 1);
        }

        return loss;
    }

    private void UpdateMetric(EmbeddedRows queries, EmbeddedRows candidates, IReadOnlyList<string>? candidateIds, ReadOnlySpan<float> sampleWeights)
    {
        if (candidateIds is not null && _metric is { TakesIdentifiers: true })
        {
            _metric.Update(queries, candidateIds, sampleWeights);
        }
        else
        {
            _metric?.Update(queries, candidates, sampleWeights);
        }
    }

    private Tensor LossOf(RetrievalBatch batch, PredictionMetric[] batchMetrics)
    {
        var treatsRowsAlike = _hardNegatives == 0 && _loss is null && batchMetrics.Length == 0;
        return treatsRowsAlike && MergedRetrieval.Merge(batch) is { } merged
            ? MergedRetrieval.Loss(merged, 1f / _temperature)
            : new RetrievalScores(batch, 1f / _temperature, _hardNegatives, _loss, batchMetrics).Loss();
    }
}
