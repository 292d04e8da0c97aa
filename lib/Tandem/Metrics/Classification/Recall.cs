namespace Tandem;

/// <summary>How much of what is positive is predicted so. Absent from results when nothing is positive.</summary>
public sealed class Recall : ThresholdMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="thresholds">What a prediction must exceed to count as positive; 0.5 when none is given.</param>
    /// <exception cref="ArgumentException">A threshold is not from 0 to 1, or given twice.</exception>
    public Recall(params float[] thresholds)
        : this("recall", thresholds)
    {
    }

    /// <summary>Creates the metric with a name of its own.</summary>
    /// <param name="name">What results call it.</param>
    /// <param name="thresholds">What a prediction must exceed to count as positive; 0.5 when none is given.</param>
    /// <exception cref="ArgumentException">The name is empty; a threshold is not from 0 to 1, or given twice.</exception>
    public Recall(string name, params float[] thresholds)
        : base(name, thresholds)
    {
    }

    private protected override bool IsCounted(bool actual, bool predicted) => actual;
}
