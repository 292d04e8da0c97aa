using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// RMSprop (Hinton, lecture 6e of Neural Networks for Machine Learning, 2012) with Keras's defaults: <c>v = ρv + (1−ρ)g²; w −= rate·g/√(v + ε)</c>; centred,
/// the root is of the variance <c>v − m² + ε</c> with the mean <c>m = ρm + (1−ρ)g</c>; with momentum, steps add up as <c>s = µs + rate·g/√…; w −= s</c>.
/// A row-sparse gradient counts as zero elsewhere: all rows' averages decay; rows without a gradient move on by their momentum, if there is any. A variance that
/// rounding makes negative counts as zero (Keras: NaN).
/// </summary>
public sealed class RmsProp : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="rho">The decay of the averages, in [0, 1).</param>
    /// <param name="momentum">How much of the last step is repeated, in [0, 1].</param>
    /// <param name="epsilon">Added under the root.</param>
    /// <param name="centered">Whether to divide by the standard deviation of gradients instead of their root mean square.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RmsProp(float learningRate = 0.001f, double rho = 0.9, float momentum = 0, float epsilon = 1e-7f, bool centered = false)
        : base(learningRate)
    {
        Rho = Fraction(rho, nameof(rho));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        (Momentum, Centered) = (Share(momentum, nameof(momentum)), centered);
    }

    /// <summary>The decay of the averages.</summary>
    public double Rho { get; }

    /// <summary>How much of the last step is repeated.</summary>
    public float Momentum { get; }

    /// <summary>Added under the root.</summary>
    public float Epsilon { get; }

    /// <summary>Whether steps are divided by the standard deviation of gradients.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter)
    {
        var shape = parameter.Value.Shape;
        List<SlotLayout> slots = [new("squares", shape)];
        slots.AddRange(Centered ? [new("means", shape)] : []);
        slots.AddRange(Momentum > 0 ? [new("steps", shape)] : []);
        return slots;
    }

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() =>
        [("rho", Rho), ("momentum", Momentum), ("epsilon", Epsilon), ("centered", Centered)];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots) => parameter.Value.Device.RmsProp(
        parameter.Value, slots[0], Centered ? slots[1] : null, Momentum > 0 ? slots[^1] : null, gradient, rows, LearningRate, Rho, Momentum, Epsilon);
}
