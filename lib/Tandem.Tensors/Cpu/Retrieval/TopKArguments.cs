namespace Tandem.Tensors;

/// <summary>
/// The arguments of <see cref="IDevice.TopK"/> as pointers; the excluded rows are null when there are none. For <see cref="IDevice.SelectTopK"/> the
/// queries are the rows of scores, the dimension is their length, and the corpus is null.
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

    /// <summary>Where the rows that a query excludes, which ascend, begin and end.</summary>
    public (int Begin, int End) ExcludedBy(int query) => ExcludedOffsets is null ? (0, 0) : (ExcludedOffsets[query], ExcludedOffsets[query + 1]);
}
