namespace Tandem;

/// <summary>
/// The precision at the rank of each relevant item among the first k, summed over them and divided by the relevant items of the whole list, each
/// times its weight; the mean over lists. Items labelled 1 or more are relevant. Absent from results when no list holds a relevant item. See <see
/// cref="RankingMetric"/> for weights and masks.
/// </summary>
public sealed class MeanAveragePrecision : RankingMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="k">How many items from the top count; all when omitted.</param>
    /// <param name="shuffleTies">Whether items that score alike are ranked in a random order; in the order of their positions if not.</param>
    /// <param name="seed">Of that order.</param>
    /// <param name="name">What results call it; <c>mean_average_precision</c>, or <c>mean_average_precision_at_3</c> for k = 3, when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public MeanAveragePrecision(int? k = null, bool shuffleTies = true, int seed = 0, string? name = null)
        : base("mean_average_precision", k, shuffleTies, seed, name)
    {
    }

    private protected override double Measure(ReadOnlySpan<RankedItem> top, ReadOnlySpan<RankedItem> all)
    {
        var (precisions, relevant) = (0.0, 0.0);
        for (var i = 0; i < top.Length; i++)
        {
            relevant += top[i].Relevance;
            precisions += relevant / (i + 1) * top[i].Relevance * top[i].Weight;
        }

        var total = 0.0;
        foreach (var item in all)
        {
            total += item.Relevance * item.Weight;
        }

        return precisions / total;
    }
}
