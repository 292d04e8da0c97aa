namespace Tandem.Tensors;

/// <summary>An <see cref="InBatchSoftmaxProblem"/> as pointers; what is absent is null.</summary>
internal readonly unsafe struct SoftmaxArguments
{
    public required int QueryCount { get; init; }

    public required int CandidateCount { get; init; }

    public required int Dimension { get; init; }

    public required int PairCount { get; init; }

    public required float* Queries { get; init; }

    public required float* Candidates { get; init; }

    public required int* PairQueries { get; init; }

    public required int* PairCandidates { get; init; }

    public required float* PairWeights { get; init; }

    public required float* PairBias { get; init; }

    public required float* ColumnBias { get; init; }

    public required float* RowWeights { get; init; }

    public required float* PairShares { get; init; }

    public required float Scale { get; init; }

    public required float* QueryGradient { get; init; }

    public required float* CandidateGradient { get; init; }

    public bool WantsGradients => QueryGradient is not null;

    /// <summary>The weight of a pair.</summary>
    public float PairWeight(int pair) => PairWeights is null ? 1f : PairWeights[pair];

    /// <summary>The weight of a query's row.</summary>
    public float RowWeight(int query) => RowWeights is null ? 1f : RowWeights[query];
}
