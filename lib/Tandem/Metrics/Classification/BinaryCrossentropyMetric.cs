namespace Tandem;

/// <summary>
/// The mean of −y·ln p − (1−y)·ln(1−p), clipped as the loss <see cref="BinaryCrossentropy"/> is. Absent from results when nothing with a weight was measured.
/// </summary>
public sealed class BinaryCrossentropyMetric : ElementwiseMean
{
    private readonly bool _fromLogits;
    private readonly float _labelSmoothing;

    /// <summary>Creates the metric.</summary>
    /// <param name="fromLogits">Whether predictions are logits, not probabilities.</param>
    /// <param name="labelSmoothing">How far labels are drawn towards ½.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public BinaryCrossentropyMetric(bool fromLogits = false, float labelSmoothing = 0f, string name = "binary_crossentropy")
        : base(name)
    {
        _fromLogits = fromLogits;
        _labelSmoothing = BinaryCrossentropy.CheckSmoothing(labelSmoothing);
    }

    private protected override double Measure(float label, float prediction)
    {
        var y = (label * (1 - _labelSmoothing)) + (_labelSmoothing / 2);
        return _fromLogits ? (y * Softplus(-prediction)) + ((1 - y) * Softplus(prediction)) : OfProbability(y, prediction);
    }

    private protected override void Check(PredictionBatch batch)
    {
        var index = batch.Labels.IndexOfAnyExceptInRange(0f, 1f);
        if (index >= 0)
        {
            throw new ArgumentException($"{Name}: the label in {batch.Place(index)} is {batch.Labels[index]}. Its labels are classes or probabilities, from 0 to 1.");
        }
    }

    private protected override bool HasSettingsOf(ElementwiseMean other) =>
        other is BinaryCrossentropyMetric metric && metric._fromLogits == _fromLogits && metric._labelSmoothing == _labelSmoothing;

    /// <summary>Clipped in single precision, as the loss is, and as Keras is: near 1 the rounding of 1 − ε shows.</summary>
    private static double OfProbability(float y, float prediction)
    {
        const float epsilon = BinaryCrossentropy.Epsilon;
        var p = Math.Clamp(prediction, epsilon, 1f - epsilon);
        return -(y * Math.Log(p + epsilon)) - ((1 - y) * Math.Log(1f - p + epsilon));
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
