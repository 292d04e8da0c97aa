namespace Tandem;

/// <summary>How often the prediction is the label itself, such as a class number. Absent from results when nothing with a weight was measured.</summary>
public sealed class Accuracy : ElementwiseMean
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">What results call it.</param>
    public Accuracy(string name = "accuracy")
        : base(name)
    {
    }

    private protected override double Measure(float label, float prediction) => label == prediction ? 1 : 0;
}
