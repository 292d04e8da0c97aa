using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Adagrad with one accumulator for each row of a table instead of one for each weight: <c>acc[row] += mean(g[row]²); w[row] −= rate·g[row]/(√acc[row] + ε)</c>.
/// A table's state is a row length smaller. The definition and the defaults are those of FBGEMM's <c>EXACT_ROWWISE_ADAGRAD</c>, which TorchRec trains
/// embeddings with. A vector, such as a bias, is one row. A row-sparse gradient touches the rows it names and no others.
/// </summary>
public sealed class RowWiseAdagrad : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="initialAccumulator">What each sum of mean squares starts from.</param>
    /// <param name="epsilon">Added to the root.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the rate not positive.</exception>
    public RowWiseAdagrad(float learningRate = 0.01f, float initialAccumulator = 0, float epsilon = 1e-8f)
        : base(learningRate)
    {
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
    }

    /// <summary>What each sum of mean squares starts from.</summary>
    public float InitialAccumulator { get; }

    /// <summary>Added to the root.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) =>
        [new("accumulator", new Shape(parameter.Value.Shape.Rows), InitialAccumulator)];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() => [("initial accumulator", InitialAccumulator), ("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots) =>
        parameter.Value.Device.RowWiseAdagrad(parameter.Value, slots[0], gradient, rows, LearningRate, Epsilon);
}
