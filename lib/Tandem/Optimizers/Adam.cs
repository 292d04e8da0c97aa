using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) with Keras's defaults and bias correction: <c>w −= rate·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + ε)</c>. A row-sparse
/// gradient counts as zero elsewhere: all rows' moments decay, and all rows move.
/// </summary>
public class Adam : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">The decay of the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">A decay is outside [0, 1), the epsilon negative, or the rate not positive.</exception>
    public Adam(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-7f)
        : base(learningRate)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>The decay of the mean of gradients.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the mean of squared gradients.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the root of the mean of squares.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) => [new("moment", parameter.Value.Shape), new("variance", parameter.Value.Shape)];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() => [("beta1", Beta1), ("beta2", Beta2), ("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots)
    {
        // In float32, as Keras has it: 1 − β₂ᵗ loses four digits in the first steps, and a run that is to repeat Keras's must lose the same.
        var step = Iterations + 1;
        var correction = MathF.Sqrt(1 - MathF.Pow((float)Beta2, step)) / (1 - MathF.Pow((float)Beta1, step));
        parameter.Value.Device.Adam(parameter.Value, slots[0], slots[1], gradient, rows, LearningRate * correction, Beta1, Beta2, Epsilon);
    }
}
