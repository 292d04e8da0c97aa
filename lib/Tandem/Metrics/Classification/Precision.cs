namespace Tandem;

/// <summary>How much of what is predicted positive is. Absent from results when nothing is predicted positive.</summary>
public sealed class Precision : ThresholdMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="thresholds">What a prediction must exceed to count as positive; 0.5 when none is given.</param>
    /// <exception cref="ArgumentException">A threshold is not from 0 to 1, or given twice.</exception>
    public Precision(params float[] thresholds)
        : this("precision", thresholds)
    {
    }

    /// <summary>Creates the metric with a name of its own.</summary>
    /// <param name="name">What results call it.</param>
    /// <param name="thresholds">What a prediction must exceed to count as positive; 0.5 when none is given.</param>
    /// <exception cref="ArgumentException">The name is empty; a threshold is not from 0 to 1, or given twice.</exception>
    public Precision(string name, params float[] thresholds)
        : base(name, thresholds)
    {
    }

    private protected override bool IsCounted(bool actual, bool predicted) => predicted;
}
