namespace Tandem;

/// <summary>
/// How many of the first k items are relevant, as a share of k, or of the list where that is shorter; the mean over lists. Items labelled 1 or more
/// are relevant. Absent from results when no list holds a relevant item. See <see cref="RankingMetric"/> for weights and masks.
/// </summary>
public sealed class PrecisionAtK : RankingMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>precision_at_k</c>, or <c>precision_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public PrecisionAtK(int? k = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("precision", k, shuffleTies, seed, name ?? (k is null ? "precision_at_k" : null))
    {
    }

    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all) => TotalRelevance(top) / top.Length;
}
