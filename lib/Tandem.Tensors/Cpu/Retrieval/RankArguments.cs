namespace Tandem.Tensors;

/// <summary>The arguments of <see cref="IDevice.RankCounts"/> as pointers.</summary>
internal readonly unsafe struct RankArguments
{
    public required float* Queries { get; init; }

    public required int QueryCount { get; init; }

    public required float* TrueCandidates { get; init; }

    public required float* Corpus { get; init; }

    public required int CorpusCount { get; init; }

    public required int Dimension { get; init; }

    public required int* PairQueries { get; init; }

    public required int* PairCandidates { get; init; }

    public required int PairCount { get; init; }

    public required int* Ranks { get; init; }
}
