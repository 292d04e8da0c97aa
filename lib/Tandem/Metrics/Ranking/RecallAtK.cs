namespace Tandem;

/// <summary>
/// How many of a list's relevant items are among the first k; the mean over lists. Items labelled 1 or more are relevant.
/// Absent from results when no list holds a relevant item. See <see cref="RankingMetric"/> for weights and masks.
/// </summary>
public sealed class RecallAtK : RankingMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>recall_at_k</c>, or <c>recall_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public RecallAtK(int? k = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("recall", k, shuffleTies, seed, name ?? (k is null ? "recall_at_k" : null))
    {
    }

    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all) => TotalRelevance(top) / TotalRelevance(all);
}
