namespace Tandem;

/// <summary>
/// The mean of (label − prediction)². Absent from results when nothing with a weight was measured. Its loss is <see cref="MeanSquaredError"/>: where
/// a loss and a metric have one name in Keras, the metric's ends in Metric here.
/// </summary>
public sealed class MeanSquaredErrorMetric : ElementwiseMean
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public MeanSquaredErrorMetric(string name = "mean_squared_error")
        : base(name)
    {
    }

    private protected override double Measure(float label, float prediction) => ((double)label - prediction) * ((double)label - prediction);
}
