namespace Tandem;

/// <summary>
/// How often a prediction lies on its label's side of a threshold; labels are 0 or 1. Absent from results when nothing with a weight was measured.
/// </summary>
public sealed class BinaryAccuracy : ElementwiseMean
{
    private readonly float _threshold;

    /// <summary>Creates the metric.</summary>
    /// <param name="threshold">A prediction above it says 1; 0.5 by default, and 0 is right for logits.</param>
    /// <param name="name">What results call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is NaN.</exception>
    public BinaryAccuracy(float threshold = 0.5f, string name = "binary_accuracy")
        : base(name) => _threshold = float.IsNaN(threshold)
            ? throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a number.")
            : threshold;

    private protected override double Measure(float label, float prediction) => (prediction > _threshold) == (label == 1) ? 1 : 0;

    private protected override void Check(PredictionBatch batch) => ElementwiseLabels.CheckBinary(batch, Name);

    private protected override bool HasSettingsOf(ElementwiseMean other) => ((BinaryAccuracy)other)._threshold == _threshold;
}
