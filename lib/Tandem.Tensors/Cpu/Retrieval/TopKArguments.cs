namespace Tandem.Tensors;

/// <summary>
/// The arguments of <see cref="IDevice.TopK"/> as pointers; the excluded rows are null when there are none. The corpus is null for
/// <see cref="IDevice.SelectTopK"/>: then the queries' rows are the scores themselves.
/// </summary>
internal readonly unsafe struct TopKArguments
{
    public required float* Queries { get; init; }

    public required int QueryCount { get; init; }

    public required float* Corpus { get; init; }

    public required int CorpusCount { get; init; }

    public required int Dimension { get; init; }

    public required int* ExcludedOffsets { get; init; }

    public required int* Excluded { get; init; }

    public required int K { get; init; }

    public required float* Scores { get; init; }

    public required int* Rows { get; init; }

    /// <summary>The rows that a query excludes, in any order.</summary>
    public ReadOnlySpan<int> ExcludedBy(int query) =>
        ExcludedOffsets is null ? [] : new ReadOnlySpan<int>(Excluded + ExcludedOffsets[query], ExcludedOffsets[query + 1] - ExcludedOffsets[query]);
}
