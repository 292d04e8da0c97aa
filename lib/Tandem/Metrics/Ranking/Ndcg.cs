using System.Runtime.InteropServices;

namespace Tandem;

/// <summary>
/// Normalised discounted cumulative gain: <see cref="Dcg"/> of a list over that of its ideal order, from 0 to 1; the mean over lists. Absent from
/// results when no list holds an item of any gain. See <see cref="RankingMetric"/> for weights and masks.
/// </summary>
public sealed class Ndcg : GainMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="gain">What an item's label is worth; 2^label − 1 when omitted.</param>
    /// <param name="discount">What a rank, counted from 1, leaves of it; 1 / log₂(1 + rank) when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>ndcg</c>, or <c>ndcg_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public Ndcg(
        int? k = null, Func<float, double>? gain = null, Func<int, double>? discount = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("ndcg", k, gain, discount, shuffleTies, seed, name)
    {
    }

    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all)
    {
        // Items without a gain, most of a long list, come last in the ideal order and add nothing.
        var ideal = new List<RankedItem>();
        foreach (var item in all)
        {
            if (item.Relevance > 0)
            {
                ideal.Add(item);
            }
        }

        ideal.Sort((left, right) => (right.Weight * right.Relevance).CompareTo(left.Weight * left.Relevance));
        return DiscountedGain(top) / DiscountedGain(CollectionsMarshal.AsSpan(ideal)[..Math.Min(top.Length, ideal.Count)]);
    }
}
