using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) with Keras's defaults and bias correction: <c>w −= rate·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + ε)</c>. A row-sparse
/// gradient counts as zero elsewhere: all rows' moments decay, and all rows move.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly float _epsilon;
    private readonly ConditionalWeakTable<Parameter, Moments> _moments = [];

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="beta1">The decay of the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    public Adam(float learningRate = 0.001f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-7f)
        : base(learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta1, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(beta2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(beta2, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows)
    {
        var (mean, square) = _moments.GetValue(parameter, key => new Moments(Slot(key, 0), Slot(key, 0)));
        // In float32, as Keras has it: 1 − β₂ᵗ loses four digits in the first steps, and a run that is to repeat Keras's must lose the same.
        var correction = MathF.Sqrt(1 - MathF.Pow((float)_beta2, Iterations)) / (1 - MathF.Pow((float)_beta1, Iterations));
        parameter.Value.Device.Adam(parameter.Value, mean, square, gradient, rows, LearningRate * correction, _beta1, _beta2, _epsilon);
    }

    private sealed record Moments(Tensor Mean, Tensor Square);
}
