namespace Tandem;

/// <summary>
/// How surprising recommendations are: the mean self-information −log₂ p of a recommended candidate, in bits, p its share of the training rows (Zhou
/// et al., <i>Solving the apparent diversity-accuracy dilemma of recommender systems</i>, PNAS 2010). A candidate that the training data lack counts
/// as if it occurred once. Absent from results when nothing was recommended.
/// </summary>
public sealed class Novelty : PopularityMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="training">The candidates of the training data, one a row. Nulls do not count.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The column holds no value.</exception>
    public Novelty(Column training, string name = "novelty")
        : base(training, name)
    {
    }

    private protected override double Measure(long count, long total) => -Math.Log2(Math.Max(1, count) / (double)total);
}
