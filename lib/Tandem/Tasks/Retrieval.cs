using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The retrieval task: each query's own candidate against all candidates of the batch, softmax cross-entropy from logits
/// <c>⟨query, candidate⟩ / temperature − log p(candidate)</c>, summed over the batch. The last term, the sampling (logQ) correction, is there
/// when sampling probabilities are given (Yi et al., <i>Sampling-bias-corrected neural modeling for large corpus item recommendations</i>,
/// RecSys 2019).
/// </summary>
public sealed class Retrieval : Layer
{
    /// <summary>Probabilities are raised to this before their logarithm is taken.</summary>
    private const float MinProbability = 1e-6f;

    private readonly FactorizedTopK? _metric;
    private readonly float _temperature;

    /// <summary>Creates the task.</summary>
    /// <param name="metric">What evaluation measures; nothing but the loss when omitted.</param>
    /// <param name="temperature">What inner products are divided by; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public Retrieval(FactorizedTopK? metric = null, float temperature = 1f)
    {
        if (!(temperature > 0) || !float.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature divides the logits: give a positive number.");
        }

        _metric = metric;
        _temperature = temperature;
    }

    /// <inheritdoc/>
    public override IEnumerable<Metric> Metrics => _metric is null ? [] : [_metric];

    /// <summary>The loss of a batch, a scalar: the sum over its queries.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="candidates">For each query its candidate; further candidates are negatives for every query.</param>
    /// <param name="sampleWeights">The queries' weights in loss and metrics; all 1 when omitted.</param>
    /// <param name="candidateSamplingProbability">
    /// For each candidate, how likely a row of a batch is to hold it; corrects for popular candidates being negatives more often.
    /// </param>
    /// <param name="computeMetrics">Whether to update the metric, which scores the queries against the whole corpus.</param>
    /// <exception cref="ArgumentException">Lengths or dimensions do not fit, or a weight or probability is not a number in its range.</exception>
    public Tensor Loss(
        EmbeddedRows queries,
        EmbeddedRows candidates,
        ReadOnlySpan<float> sampleWeights = default,
        ReadOnlySpan<float> candidateSamplingProbability = default,
        bool computeMetrics = false)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        Check(queries, candidates, sampleWeights, candidateSamplingProbability);
        if (computeMetrics)
        {
            _metric?.Update(queries, candidates, sampleWeights);
        }

        var correction = Correction(candidateSamplingProbability);
        if (correction is not null && !AgreeWithinRows(correction, candidates))
        {
            candidates = new EmbeddedRows(candidates.ToTensor());
        }

        return Tensor.InBatchSoftmax(new InBatchSoftmaxProblem
        {
            Queries = queries.Rows,
            Candidates = candidates.Rows,
            PairQueries = Indices.From(queries.RowOf),
            PairCandidates = Indices.From(candidates.RowOf[..queries.Count]),
            PairWeights = sampleWeights.IsEmpty ? null : Tensor.From(sampleWeights),
            PairBias = correction is null ? null : Tensor.From(correction.AsSpan(0, queries.Count)),
            ColumnBias = ColumnBias(candidates, correction),
            RowWeights = RowWeights(queries, sampleWeights),
            Scale = 1f / _temperature,
        });
    }

    /// <summary>−log p for each candidate.</summary>
    private static float[]? Correction(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.IsEmpty)
        {
            return null;
        }

        var correction = new float[probabilities.Length];
        for (var i = 0; i < correction.Length; i++)
        {
            correction[i] = -MathF.Log(Math.Clamp(probabilities[i], MinProbability, 1f));
        }

        return correction;
    }

    /// <summary>Whether candidates that share a row share their correction too, as they do when it depends on their id.</summary>
    private static bool AgreeWithinRows(float[] correction, EmbeddedRows candidates)
    {
        var ofRow = new float[candidates.Rows.Shape[0]];
        Array.Fill(ofRow, float.NaN);
        for (var i = 0; i < correction.Length; i++)
        {
            ref var known = ref ofRow[candidates.RowOf[i]];
            if (float.IsNaN(known))
            {
                known = correction[i];
            }
            else if (known != correction[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A column that stands for n candidates counts n times: log n is added to its logits, and the correction.</summary>
    private static Tensor? ColumnBias(EmbeddedRows candidates, float[]? correction)
    {
        var rows = candidates.Rows.Shape[0];
        if (rows == candidates.Count && correction is null)
        {
            return null;
        }

        var (multiplicity, bias) = (new int[rows], new float[rows]);
        for (var i = 0; i < candidates.Count; i++)
        {
            var row = candidates.RowOf[i];
            multiplicity[row]++;
            bias[row] = correction?[i] ?? 0;
        }

        for (var row = 0; row < rows; row++)
        {
            bias[row] += MathF.Log(multiplicity[row]);
        }

        return Tensor.From(bias);
    }

    /// <summary>A row that stands for several queries weighs as much as they do together.</summary>
    private static Tensor? RowWeights(EmbeddedRows queries, ReadOnlySpan<float> sampleWeights)
    {
        var rows = queries.Rows.Shape[0];
        if (rows == queries.Count && sampleWeights.IsEmpty)
        {
            return null;
        }

        var weights = new float[rows];
        for (var i = 0; i < queries.Count; i++)
        {
            weights[queries.RowOf[i]] += sampleWeights.IsEmpty ? 1f : sampleWeights[i];
        }

        return Tensor.From(weights);
    }

    private static void Check(EmbeddedRows queries, EmbeddedRows candidates, ReadOnlySpan<float> weights, ReadOnlySpan<float> probabilities)
    {
        if (candidates.Count < queries.Count)
        {
            throw new ArgumentException($"Retrieval: {queries.Count} queries need as many candidates or more; there are {candidates.Count}.");
        }

        if (!weights.IsEmpty)
        {
            CheckValues(weights, queries.Count, "sample weights", 0, float.MaxValue);
        }

        if (!probabilities.IsEmpty)
        {
            CheckValues(probabilities, candidates.Count, "candidate sampling probabilities", 0, 1);
        }
    }

    private static void CheckValues(ReadOnlySpan<float> values, int length, string what, float minimum, float maximum)
    {
        if (values.Length != length)
        {
            throw new ArgumentException($"Retrieval: {values.Length} {what} were given where {length} are needed, one for each.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= minimum && values[i] <= maximum))
            {
                throw new ArgumentException($"Retrieval: {what} must be numbers from {minimum} to {maximum}; number {i} is {values[i]}.");
            }
        }
    }
}
