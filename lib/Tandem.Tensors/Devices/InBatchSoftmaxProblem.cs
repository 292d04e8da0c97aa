namespace Tandem.Tensors;

/// <summary>
/// A batch of (query, candidate) pairs scored against all candidates of the batch, in the form that distinct rows allow.
/// With logits <c>s_qc = scale · ⟨query_q, candidate_c⟩</c> the loss is
/// <code>Σ_q rowWeight_q · log Σ_c exp(s_qc + columnBias_c)  −  Σ_p weight_p · (s_{q(p) c(p)} + bias_p)</code>
/// A batch whose rows repeat ids needs each distinct row once: the log of a candidate's multiplicity goes into its column's bias,
/// the summed weight of a query's pairs into its row's weight, and the sum is that of the whole batch. The sampling
/// correction <c>−log p</c> (Yi et al., <i>Sampling-bias-corrected neural modeling for large corpus item recommendations</i>,
/// RecSys 2019) is part of both biases.
/// </summary>
public readonly record struct InBatchSoftmaxProblem
{
    /// <summary>The query rows, <c>[m, d]</c>.</summary>
    public required Tensor Queries { get; init; }

    /// <summary>The candidate rows, <c>[n, d]</c>.</summary>
    public required Tensor Candidates { get; init; }

    /// <summary>For each of the b pairs, its row of <see cref="Queries"/>.</summary>
    public required Indices PairQueries { get; init; }

    /// <summary>For each pair, its row of <see cref="Candidates"/>: the positive.</summary>
    public required Indices PairCandidates { get; init; }

    /// <summary>The pairs' weights, <c>[b]</c>; all 1 when <see langword="null"/>.</summary>
    public Tensor? PairWeights { get; init; }

    /// <summary>What is added to the pairs' own logits, <c>[b]</c>; 0 when <see langword="null"/>.</summary>
    public Tensor? PairBias { get; init; }

    /// <summary>What is added to each candidate's logits, <c>[n]</c>; 0 when <see langword="null"/>. May be −∞: the column takes no part.</summary>
    public Tensor? ColumnBias { get; init; }

    /// <summary>The queries' weights, <c>[m]</c>; all 1 when <see langword="null"/>.</summary>
    public Tensor? RowWeights { get; init; }

    /// <summary>The factor of the inner products: 1/temperature.</summary>
    public float Scale { get; init; } = 1f;

    /// <summary>A problem whose optional parts are absent.</summary>
    public InBatchSoftmaxProblem()
    {
    }
}
