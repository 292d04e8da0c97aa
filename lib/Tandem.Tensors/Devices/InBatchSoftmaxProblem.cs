namespace Tandem.Tensors;

/// <summary>
/// A batch of (query, candidate) pairs scored against all candidates of the batch, in the form that distinct rows allow.
/// With logits <c>s_qc = scale · ⟨query_q, candidate_c⟩</c> the loss is
/// <code>Σ_q rowWeight_q · log Σ_c exp(s_qc + columnBias_c)  −  Σ_p weight_p · (s_{q(p) c(p)} + bias_p)</code>
/// A batch whose rows repeat ids needs each distinct row once: the log of a candidate's multiplicity goes into its column's bias,
/// the summed weight of a query's pairs into its row's weight, and the sum is that of the whole batch. The sampling
/// correction <c>−log p</c> (Yi et al., <i>Sampling-bias-corrected neural modeling for large corpus item recommendations</i>,
/// RecSys 2019) is part of both biases.
/// <para>
/// With <see cref="PairShares"/> each pair has a sum of its own, to which its own column adds that share of what it adds to the others':
/// <code>Σ_p weight_p · (log (Σ_{c ≠ c(p)} exp(s_{q(p) c} + columnBias_c)  +  share_p · exp(s_{q(p) c(p)} + columnBias_{c(p)}))  −  s_{q(p) c(p)} − bias_p)</code>
/// That is how further occurrences of a pair's own candidate are kept from being its negatives, though one column stands for all of them.
/// </para>
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

    /// <summary>
    /// The queries' weights, <c>[m]</c>; all 1 when <see langword="null"/>, as it must be beside <see cref="PairShares"/>, where pairs have
    /// their weights alone.
    /// </summary>
    public Tensor? RowWeights { get; init; }

    /// <summary>
    /// For each pair the share of its own column that counts in its sum, <c>[b]</c>, above 0 and at most 1: 1/n where the column stands for n
    /// occurrences of the pair's candidate. All of it when <see langword="null"/>.
    /// </summary>
    public Tensor? PairShares { get; init; }

    /// <summary>The factor of the inner products: 1/temperature.</summary>
    public float Scale { get; init; } = 1f;

    /// <summary>A problem whose optional parts are absent.</summary>
    public InBatchSoftmaxProblem()
    {
    }
}
