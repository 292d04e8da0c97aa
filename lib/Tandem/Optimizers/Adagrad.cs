using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, JMLR 2011): <c>acc += g²; w −= rate·g/√(acc + ε)</c>, with Keras's defaults. A row-sparse gradient
/// touches the rows it names and no others.
/// </summary>
public sealed class Adagrad : Optimizer
{
    private readonly float _initialAccumulator;
    private readonly float _epsilon;
    private readonly ConditionalWeakTable<Parameter, Tensor> _accumulators = [];

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes; 0.001 by default, as in Keras. Embeddings usually want 0.05 to 0.5.</param>
    /// <param name="initialAccumulator">What each sum of squares starts from.</param>
    /// <param name="epsilon">Added to the sum of squares under the root.</param>
    public Adagrad(float learningRate = 0.001f, float initialAccumulator = 0.1f, float epsilon = 1e-7f)
        : base(learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialAccumulator);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        _initialAccumulator = initialAccumulator;
        _epsilon = epsilon;
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows)
    {
        var accumulator = _accumulators.GetValue(parameter, key => Slot(key, _initialAccumulator));
        parameter.Value.Device.Adagrad(parameter.Value, accumulator, gradient, rows, LearningRate, _epsilon);
    }
}
