using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Stochastic gradient descent: <c>w −= rate·g</c>, which moves only the rows that a row-sparse gradient names. With momentum,
/// <c>v = µv − rate·g; w += v</c>, or with Nesterov's look ahead (Sutskever et al., ICML 2013) <c>w += µv − rate·g</c>; then all rows move on by their momentum,
/// as in Keras.
/// </summary>
public sealed class Sgd : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes; 0.01 by default, as in Keras.</param>
    /// <param name="momentum">How much of the last step is repeated, in [0, 1].</param>
    /// <param name="nesterov">Whether to take the gradient as that of the place where the momentum leads.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is outside [0, 1], or a rate is not positive.</exception>
    public Sgd(float learningRate = 0.01f, float momentum = 0, bool nesterov = false)
        : base(learningRate)
    {
        (Momentum, Nesterov) = (Share(momentum, nameof(momentum)), nesterov);
    }

    /// <summary>How much of the last step is repeated.</summary>
    public float Momentum { get; }

    /// <summary>Whether the momentum is Nesterov's.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) =>
        Momentum > 0 ? [new("velocity", parameter.Value.Shape)] : [];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() => [("momentum", Momentum), ("nesterov", Nesterov)];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots)
    {
        if (slots.Count == 0)
        {
            parameter.Value.Device.Sgd(parameter.Value, gradient, rows, LearningRate);
        }
        else
        {
            parameter.Value.Device.Momentum(parameter.Value, slots[0], gradient, rows, LearningRate, Momentum, Nesterov);
        }
    }
}
