namespace Tandem;

/// <summary>
/// The weighted mean of a number that each prediction has for itself, such as its error. Without a prediction that counts there is no mean: the
/// metric is absent from
/// <see cref="Metric.Results"/>.
/// </summary>
public abstract class ElementwiseMean : PredictionMetric
{
    private WeightedMean _mean;

    private protected ElementwiseMean(string name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override void Reset() => _mean = default;

    /// <inheritdoc/>
    public sealed override IReadOnlyDictionary<string, double> Results() => Result(Name, _mean.Value is { } mean ? Finish(mean) : null);

    /// <inheritdoc/>
    protected sealed override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ElementwiseLabels.Check(batch, Name);
        Check(batch);
        var gathered = default(WeightedMean);
        for (var i = 0; i < batch.Predictions.Length; i++)
        {
            gathered.Add(Measure(batch.Labels[i], batch.Predictions[i]), batch.SampleWeights[i]);
        }

        _mean.Add(gathered);
    }

    /// <inheritdoc/>
    protected sealed override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!HasSettingsOf((ElementwiseMean)other))
        {
            return false;
        }

        _mean.Add(((ElementwiseMean)other)._mean);
        return true;
    }

    /// <summary>The number of one prediction.</summary>
    private protected abstract double Measure(float label, float prediction);

    /// <summary>Refuses what cannot be measured.</summary>
    private protected virtual void Check(PredictionBatch batch)
    {
    }

    /// <summary>Turns the mean into the result.</summary>
    private protected virtual double Finish(double mean) => mean;

    /// <summary>Whether another metric of this type measures the same.</summary>
    private protected virtual bool HasSettingsOf(ElementwiseMean other) => true;
}
