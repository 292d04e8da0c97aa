namespace Tandem;

/// <summary>A weighted mean of values as they come, in double precision.</summary>
internal struct WeightedMean
{
    /// <summary>The sum of value · weight.</summary>
    public double Sum { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The mean; <see langword="null"/> when nothing with a weight was added.</summary>
    public readonly double? Value => Weight > 0 ? Sum / Weight : null;

    /// <summary>Adds a value.</summary>
    public void Add(double value, double weight)
    {
        // A value without weight does not count, not even one that is infinite.
        if (weight > 0)
        {
            Sum += value * weight;
            Weight += weight;
        }
    }

    /// <summary>Adds what another mean was made of.</summary>
    public void Add(in WeightedMean other)
    {
        Sum += other.Sum;
        Weight += other.Weight;
    }
}
