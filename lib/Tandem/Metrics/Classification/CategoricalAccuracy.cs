namespace Tandem;

/// <summary>
/// How often the class that is predicted highest, the first of equals, is the true one. Absent from results when
/// nothing with a weight was measured. See <see cref="ClassAccuracy"/> for labels and weights.
/// </summary>
public sealed class CategoricalAccuracy : ClassAccuracy
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public CategoricalAccuracy(string name = "categorical_accuracy")
        : base(name)
    {
    }

    private protected override bool IsHit(ReadOnlySpan<float> predictions, int trueClass) => IndexOfMaximum(predictions) == trueClass;
}
