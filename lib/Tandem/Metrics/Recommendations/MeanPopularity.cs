namespace Tandem;

/// <summary>
/// In how many rows of the training data a recommended candidate occurs on average: the higher, the more a model recommends what everybody knows.
/// Absent from results when nothing was recommended.
/// </summary>
public sealed class MeanPopularity : PopularityMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="training">The candidates of the training data, one a row. Nulls do not count.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentException">The column holds no value.</exception>
    public MeanPopularity(Column training, string name = "mean_popularity")
        : base(training, name)
    {
    }

    private protected override double Measure(long count, long total) => count;
}
