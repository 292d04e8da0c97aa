namespace Tandem;

/// <summary>
/// The area under a curve, from the predictions above each of evenly spaced thresholds, as Keras approximates it; labels are 0 or 1, predictions
/// probabilities. Memory does not grow with the data. Absent from results unless both classes were measured: no curve has an area then (Keras says
/// 0). <see cref="ExactAuc"/> needs no thresholds.
/// </summary>
public sealed class Auc : PredictionMetric
{
    private readonly int _thresholds;
    private readonly AucCurve _curve;
    private readonly AucSummation _summation;
    private readonly bool _fromLogits;
    private readonly double[] _positives;
    private readonly double[] _negatives;

    /// <summary>Creates the metric.</summary>
    /// <param name="thresholds">How many, the two ends included.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="summation">How the space between thresholds is filled.</param>
    /// <param name="fromLogits">Whether predictions are logits, whose sigmoid is taken first.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 thresholds, or no such curve or summation.</exception>
    public Auc(
        int thresholds = 200,
        AucCurve curve = AucCurve.Roc,
        AucSummation summation = AucSummation.Interpolation,
        bool fromLogits = false,
        string name = "auc")
        : base(name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(thresholds, 2);
        _thresholds = thresholds;
        _curve = curve.Checked(nameof(curve));
        _summation = summation.Checked(nameof(summation));
        _fromLogits = fromLogits;
        _positives = new double[thresholds];
        _negatives = new double[thresholds];
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_positives);
        Array.Clear(_negatives);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Results() =>
        Result(Name, _positives.Any(weight => weight > 0) && _negatives.Any(weight => weight > 0) ? Area() : null);

    /// <inheritdoc/>
    protected override void Add(PredictionBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ElementwiseLabels.Check(batch, Name);
        ElementwiseLabels.CheckBinary(batch, Name);
        if (!_fromLogits)
        {
            ElementwiseLabels.CheckProbabilities(batch, Name);
        }

        for (var i = 0; i < batch.Predictions.Length; i++)
        {
            var prediction = _fromLogits ? 1f / (1f + MathF.Exp(-batch.Predictions[i])) : batch.Predictions[i];

            // The last threshold below the prediction; in single precision, as Keras, so that predictions on a threshold fall alike.
            var bucket = Math.Max(0, (int)MathF.Ceiling(prediction * (_thresholds - 1)) - 1);
            (batch.Labels[i] == 1 ? _positives : _negatives)[bucket] += batch.SampleWeights[i];
        }
    }

    /// <inheritdoc/>
    protected override bool MergeFrom(PredictionMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var metric = (Auc)other;
        if (metric._thresholds != _thresholds || metric._curve != _curve || metric._summation != _summation || metric._fromLogits != _fromLogits)
        {
            return false;
        }

        for (var i = 0; i < _thresholds; i++)
        {
            _positives[i] += metric._positives[i];
            _negatives[i] += metric._negatives[i];
        }

        return true;
    }

    private double Area()
    {
        var (truePositives, falsePositives) = (AtLeast(_positives), AtLeast(_negatives));
        return _curve == AucCurve.PrecisionRecall && _summation == AucSummation.Interpolation
            ? InterpolatedPrecisionRecall(truePositives, falsePositives)
            : Riemann(truePositives, falsePositives);
    }

    private double Riemann(double[] truePositives, double[] falsePositives)
    {
        var area = 0.0;
        for (var i = 0; i < _thresholds - 1; i++)
        {
            var (x, y) = Point(truePositives, falsePositives, i);
            var (nextX, nextY) = Point(truePositives, falsePositives, i + 1);
            var height = _summation switch
            {
                AucSummation.Interpolation => (y + nextY) / 2,
                AucSummation.Minoring => Math.Min(y, nextY),
                _ => Math.Max(y, nextY),
            };
            area += (x - nextX) * height;
        }

        return area;
    }

    private (double X, double Y) Point(double[] truePositives, double[] falsePositives, int i)
    {
        var recall = truePositives[i] / truePositives[0];
        if (_curve == AucCurve.Roc)
        {
            return (falsePositives[i] / falsePositives[0], recall);
        }

        var predicted = truePositives[i] + falsePositives[i];
        return (recall, predicted > 0 ? truePositives[i] / predicted : 0);
    }

    /// <summary>
    /// Between two thresholds the true positives are taken to grow linearly with what is predicted positive, tp = a + s·p. Precision over recall then
    /// has the area ∫ (a + s·p)/p · s dp = s·(Δtp + a·ln(p₁/p₂)), a share of all positives.
    /// </summary>
    private double InterpolatedPrecisionRecall(double[] truePositives, double[] falsePositives)
    {
        var area = 0.0;
        for (var i = 0; i < _thresholds - 1; i++)
        {
            var (more, less) = (truePositives[i] + falsePositives[i], truePositives[i + 1] + falsePositives[i + 1]);
            var gained = truePositives[i] - truePositives[i + 1];
            if (more > less)
            {
                var slope = gained / (more - less);
                var intercept = truePositives[i + 1] - (slope * less);
                area += slope * (gained + (less > 0 ? intercept * Math.Log(more / less) : 0));
            }
        }

        return area / truePositives[0];
    }

    /// <summary>For each threshold, the weight of all predictions above it.</summary>
    private static double[] AtLeast(double[] buckets)
    {
        var sums = new double[buckets.Length];
        var sum = 0.0;
        for (var i = buckets.Length - 1; i >= 0; i--)
        {
            sums[i] = sum += buckets[i];
        }

        return sums;
    }
}
