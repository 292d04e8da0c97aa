namespace Tandem;

/// <summary>One over the rank of the first relevant item of a list, 0 when none is among the first k; the mean over lists. Items labelled 1 or more
/// are relevant.
/// Absent from results when no list holds a relevant item. See <see cref="RankingMetric"/> for weights and masks.</summary>
public sealed class MeanReciprocalRank : RankingMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>mean_reciprocal_rank</c>, or <c>mean_reciprocal_rank_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public MeanReciprocalRank(int? k = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("mean_reciprocal_rank", k, shuffleTies, seed, name)
    {
    }

    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all)
    {
        var rank = 1;
        foreach (var item in top)
        {
            if (item.Relevance > 0)
            {
                return 1.0 / rank;
            }

            rank++;
        }

        return 0;
    }
}
