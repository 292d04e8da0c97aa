namespace Tandem;

/// <summary>The square root of the mean of (label − prediction)². Absent from results when nothing with a weight was measured.</summary>
public sealed class RootMeanSquaredError : ElementwiseMean
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public RootMeanSquaredError(string name = "root_mean_squared_error")
        : base(name)
    {
    }

    private protected override double Measure(float label, float prediction) => ((double)label - prediction) * ((double)label - prediction);

    private protected override double Finish(double mean) => Math.Sqrt(mean);
}
