namespace Tandem;

/// <summary>
/// The area under the ROC curve itself: the probability that a positive is predicted higher than a negative, ties counting half, weights multiplying
/// (the statistic of Mann and Whitney). Labels are 0 or 1; predictions may be probabilities, logits or any scores. All predictions are kept until
/// <see cref="Reset"/>. Absent from results unless both classes were measured.
/// </summary>
public sealed class ExactAuc : PredictionMetric
{
    private readonly List<float> _predictions = [];
    private readonly List<(bool IsPositive, float Weight)> _examples = [];

    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public ExactAuc(string name = "auc")
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _predictions.Clear();
        _examples.Clear();
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results()
    {
        var (predictions, examples) = (_predictions.ToArray(), _examples.ToArray());
        Array.Sort(predictions, examples);
        double positives = 0, negatives = 0, ordered = 0;
        for (var i = 0; i < predictions.Length;)
        {
            var (tiedPositives, tiedNegatives) = (0.0, 0.0);
            var prediction = predictions[i];
            for (; i < predictions.Length && predictions[i] == prediction; i++)
            {
                tiedPositives += examples[i].IsPositive ? examples[i].Weight : 0;
                tiedNegatives += examples[i].IsPositive ? 0 : examples[i].Weight;
            }

            ordered += tiedPositives * (negatives + (tiedNegatives / 2));
            positives += tiedPositives;
            negatives += tiedNegatives;
        }

        return Result(Name, positives > 0 && negatives > 0 ? ordered / (positives * negatives) : null);
    }

    /// <inheritdoc/>
    protected override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ElementwiseLabels.Check(batch, Name);
        ElementwiseLabels.CheckBinary(batch, Name);
        _predictions.AddRange(batch.Predictions);
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            _examples.Add((batch.Labels[i] == 1, batch.SampleWeights[i]));
        }
    }

    /// <inheritdoc/>
    protected override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var metric = (ExactAuc)other;
        _predictions.AddRange(metric._predictions);
        _examples.AddRange(metric._examples);
        return true;
    }
}
