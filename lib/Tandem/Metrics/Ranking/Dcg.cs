namespace Tandem;

/// <summary>
/// Discounted cumulative gain: Σ gain(label)·discount(rank) over the first k items of a list (Järvelin and Kekäläinen, <i>Cumulated gain-based
/// evaluation of IR techniques</i>, ACM TOIS 2002); the mean over lists. Absent from results when no list holds an item of any gain. See <see
/// cref="RankingMetric"/> for weights and masks.
/// </summary>
public sealed class Dcg : GainMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="gain">What an item's label is worth; 2^label − 1 when omitted.</param>
    /// <param name="discount">What a rank, counted from 1, leaves of it; 1 / log₂(1 + rank) when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>dcg</c>, or <c>dcg_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public Dcg(
        int? k = null, Func<float, double>? gain = null, Func<int, double>? discount = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("dcg", k, gain, discount, shuffleTies, seed, name)
    {
    }

    /// <summary>The weights of the items are in the sum already; the list's takes them out again, once.</summary>
    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all) => DiscountedGain(top) / ListWeight(all);
}
