using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, JMLR 2011): <c>acc += g²; w −= rate·g/√(acc + ε)</c>, with Keras's defaults. A row-sparse gradient
/// touches the rows it names and no others.
/// </summary>
public sealed class Adagrad : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes; 0.001 by default, as in Keras. Embeddings usually want 0.05 to 0.5.</param>
    /// <param name="initialAccumulator">What each sum of squares starts from.</param>
    /// <param name="epsilon">Added to the sum of squares under the root.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the rate not positive.</exception>
    public Adagrad(float learningRate = 0.001f, float initialAccumulator = 0.1f, float epsilon = 1e-7f)
        : base(learningRate)
    {
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>What each sum of squares starts from.</summary>
    public float InitialAccumulator { get; }

    /// <summary>Added to the sum of squares under the root.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) => [new("accumulator", parameter.Value.Shape, InitialAccumulator)];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() => [("initial accumulator", InitialAccumulator), ("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots) =>
        parameter.Value.Device.Adagrad(parameter.Value, slots[0], gradient, rows, LearningRate, Epsilon);
}
