namespace Tandem;

/// <summary>
/// The mean of |label − prediction|. Absent from results when nothing with a weight was measured. Its loss is <see cref="MeanAbsoluteError"/>.
/// </summary>
public sealed class MeanAbsoluteErrorMetric : ElementwiseMean
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public MeanAbsoluteErrorMetric(string name = "mean_absolute_error")
        : base(name)
    {
    }

    private protected override double Measure(float label, float prediction) => Math.Abs((double)label - prediction);
}
