using Tandem.Tensors;

namespace Tandem;

/// <summary>Stochastic gradient descent: <c>w −= rate·g</c>.</summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes; 0.01 by default, as in Keras.</param>
    public Sgd(float learningRate = 0.01f)
        : base(learningRate)
    {
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows) =>
        parameter.Value.Device.Sgd(parameter.Value, gradient, rows, LearningRate);
}
