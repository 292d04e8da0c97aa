namespace Tandem;

/// <summary>
/// A share of what is predicted positive, that is above a threshold, or of what is: labels are 0 or 1, predictions probabilities. Where there is
/// nothing to take a share of, the metric is absent from <see cref="Metric.Results"/>; Keras says 0.
/// </summary>
public abstract class ThresholdMetric : PredictionMetric
{
    private readonly float[] _thresholds;
    private readonly WeightedMean[] _shares;

    private protected ThresholdMetric(string name, float[] thresholds)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        _thresholds = thresholds.Length > 0 ? [.. thresholds] : [0.5f];
        foreach (var threshold in _thresholds)
        {
            if (threshold is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(thresholds), threshold, $"{name}: a threshold is compared with probabilities, and must lie from 0 to 1.");
            }
        }

        if (_thresholds.Distinct().Count() < _thresholds.Length)
        {
            throw new ArgumentException($"{name}: the thresholds {string.Join(", ", _thresholds.Select(threshold => $"{threshold}"))} must differ.", nameof(thresholds));
        }

        _shares = new WeightedMean[_thresholds.Length];
    }

    /// <inheritdoc/>
    public sealed override void Reset() => Array.Clear(_shares);

    /// <summary>The share by the metric's name, or with several thresholds by name and threshold, as in <c>precision_at_0.7</c>.</summary>
    public sealed override IReadOnlyDictionary<string, double> Results()
    {
        var results = new OrderedDictionary<string, double>();
        for (var i = 0; i < _thresholds.Length; i++)
        {
            if (_shares[i].Value is { } share)
            {
                results[_thresholds.Length == 1 ? Name : $"{Name}_at_{_thresholds[i]}"] = share;
            }
        }

        return results;
    }

    /// <inheritdoc/>
    protected sealed override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ElementwiseLabels.Check(batch, Name);
        ElementwiseLabels.CheckBinary(batch, Name);
        ElementwiseLabels.CheckProbabilities(batch, Name);
        for (var t = 0; t < _thresholds.Length; t++)
        {
            for (var i = 0; i < batch.Predictions.Length; i++)
            {
                var (actual, predicted) = (batch.Labels[i] == 1, batch.Predictions[i] > _thresholds[t]);
                if (IsCounted(actual, predicted))
                {
                    _shares[t].Add(actual && predicted ? 1 : 0, batch.SampleWeights[i]);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var metric = (ThresholdMetric)other;
        if (!metric._thresholds.SequenceEqual(_thresholds))
        {
            return false;
        }

        for (var t = 0; t < _shares.Length; t++)
        {
            _shares[t].Add(metric._shares[t]);
        }

        return true;
    }

    /// <summary>Whether a prediction is among those of which the true positives are a share.</summary>
    private protected abstract bool IsCounted(bool actual, bool predicted);
}
