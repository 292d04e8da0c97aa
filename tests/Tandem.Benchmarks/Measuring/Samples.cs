namespace Tandem.Benchmarks;

/// <summary>What a contest measured: for each contender one value a round.</summary>
internal sealed class Samples(IReadOnlyDictionary<string, double[]> values)
{
    /// <summary>The median over the rounds.</summary>
    public double Median(string name) => MedianOf(values[name]);

    /// <summary>The median over the rounds of one contender's value divided by another's of the same round.</summary>
    public double Ratio(string numerator, string denominator) =>
        MedianOf(values[numerator].Zip(values[denominator], (above, below) => above / below));

    /// <summary>The median over the rounds of one contender's value times another's of the same round: seconds times a rate are a share.</summary>
    public double Product(string left, string right) => MedianOf(values[left].Zip(values[right], (a, b) => a * b));

    /// <summary>The median of some values.</summary>
    public static double MedianOf(IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
