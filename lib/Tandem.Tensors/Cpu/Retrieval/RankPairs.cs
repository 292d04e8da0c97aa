namespace Tandem.Tensors;

/// <summary>The pairs of a rank count, grouped by query: query i's stand at <c>Offsets[i] … Offsets[i + 1] − 1</c> of the other arrays.</summary>
internal readonly unsafe struct RankPairs
{
    public required int* Offsets { get; init; }

    /// <summary>The pairs.</summary>
    public required int* Members { get; init; }

    /// <summary>The pairs' rows of the true candidates.</summary>
    public required int* Candidates { get; init; }

    /// <summary>The scores of the pairs' true candidates.</summary>
    public required float* TrueScores { get; init; }

    /// <summary>The corpus rows found to score higher, so far.</summary>
    public required int* Counts { get; init; }
}
