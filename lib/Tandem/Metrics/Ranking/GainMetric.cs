namespace Tandem;

/// <summary>A ranking metric that discounts the gain of each item by its rank.</summary>
public abstract class GainMetric : RankingMetric
{
    private readonly Func<float, double> _gain;
    private readonly Func<int, double> _discount;

    private protected GainMetric(
        string kind, int? k, Func<float, double>? gain, Func<int, double>? discount, bool shuffleTies, int seed, string? name)
        : base(kind, k, shuffleTies, seed, name)
    {
        _gain = gain ?? DefaultGain;
        _discount = discount ?? DefaultDiscount;
    }

    /// <summary>2^label − 1.</summary>
    public static double DefaultGain(float label) => Math.Pow(2, label) - 1;

    /// <summary>1 / log₂(1 + rank), ranks counted from 1.</summary>
    public static double DefaultDiscount(int rank) => 1 / Math.Log2(1 + rank);

    private protected sealed override double Relevance(float label)
    {
        var gain = _gain(label);
        return gain >= 0 ? gain : throw new ArgumentException($"{Name}: the gain of label {label} is {gain}. Gains must be numbers, 0 or more.");
    }

    private protected sealed override bool HasSettingsOf(RankingMetric other) =>
        ((GainMetric)other)._gain == _gain && ((GainMetric)other)._discount == _discount;

    /// <summary>Σ weight · gain · discount(rank), the items ranked as they stand.</summary>
    private protected double DiscountedGain(ReadOnlySpan<RankedItem> items)
    {
        var sum = 0.0;
        for (var i = 0; i < items.Length; i++)
        {
            sum += items[i].Weight * items[i].Relevance * _discount(i + 1);
        }

        return sum;
    }
}
