namespace Tandem.Tensors;

/// <summary>What all strips of an in-batch softmax share: the arguments, the padded candidates and the pairs of each query.</summary>
internal readonly unsafe struct SoftmaxBatch
{
    public required SoftmaxArguments Problem { get; init; }

    /// <summary>The candidates, <c>[PaddedCandidates, PaddedDimension]</c>, padded with zeros.</summary>
    public required float* Candidates { get; init; }

    /// <summary>The columns' biases as powers of two, relative to the largest; −∞ for the padding.</summary>
    public required float* Bias { get; init; }

    public required int PaddedCandidates { get; init; }

    public required int PaddedDimension { get; init; }

    /// <summary>The largest column bias.</summary>
    public required float MaxBias { get; init; }

    /// <summary>The length of the longest candidate.</summary>
    public required float MaxCandidateNorm { get; init; }

    /// <summary>Query i's pairs are <c>QueryPairs[QueryPairOffsets[i]] … QueryPairs[QueryPairOffsets[i + 1] − 1]</c>.</summary>
    public required int* QueryPairOffsets { get; init; }

    public required int* QueryPairs { get; init; }

    /// <summary>Room for each pair's own sum of exponentials; null when all of a pair's column counts for it, and the sum is its row's.</summary>
    public required float* PairSums { get; init; }

    /// <summary>Room for the exponential of each pair's own logit, all of its column; null together with <see cref="PairSums"/>.</summary>
    public required float* PairScores { get; init; }

    public float* Candidate(int row) => Candidates + ((nint)row * PaddedDimension);
}
