using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Clipping as in TensorFlow: by the norm of each gradient, by the norm of all of a step, or elementwise. Works on the rows of a row-sparse gradient: those
/// that are absent are zero and stay so.
/// </summary>
internal sealed class GradientClipping : IDisposable
{
    private readonly float? _clipNorm;
    private readonly float? _clipValue;
    private readonly float? _globalFactor;
    private readonly List<Tensor> _bounds = [];

    public GradientClipping(float? clipNorm, float? globalClipNorm, float? clipValue, IReadOnlyList<Parameter> moving)
    {
        (_clipNorm, _clipValue) = (clipNorm, clipValue);
        if (globalClipNorm is { } largest)
        {
            _globalFactor = Factor(Math.Sqrt(moving.Sum(parameter => SquaredNorm(parameter.Gradient!.Values))), largest);
        }
    }

    /// <summary>The clipped gradient; <see langword="null"/> when it is short enough as it is.</summary>
    public Tensor? Clip(Tensor gradient)
    {
        if (_clipValue is { } value)
        {
            return Cut(gradient, value);
        }

        var factor = _globalFactor ?? (_clipNorm is { } largest ? Factor(Math.Sqrt(SquaredNorm(gradient)), largest) : 1f);
        if (factor == 1f)
        {
            return null;
        }

        var scaled = Tensor.Empty(gradient.Shape, gradient.Device);
        gradient.Device.Scale(gradient, factor, scaled);
        return scaled;
    }

    public void Dispose() => _bounds.ForEach(bound => bound.Dispose());

    private static float Factor(double norm, float largest) => norm > largest ? (float)(largest / norm) : 1f;

    private static double SquaredNorm(Tensor gradient)
    {
        using Tensor squares = Tensor.Empty(gradient.Shape, gradient.Device), sum = Tensor.Empty(new Shape(), gradient.Device);
        gradient.Device.Unary(UnaryOperator.Square, gradient, squares);
        gradient.Device.Sum(squares, sum);
        var squaredNorm = sum.Item();
        return float.IsFinite(squaredNorm)
            ? squaredNorm
            : throw new NonFiniteException("clipping: the squared norm of a gradient is larger than a float holds");
    }

    private Tensor Cut(Tensor gradient, float value)
    {
        var cut = Tensor.Empty(gradient.Shape, gradient.Device);
        gradient.Device.Binary(BinaryOperator.Minimum, gradient, Bound(value, gradient.Device), Broadcast.Scalar, cut);
        gradient.Device.Binary(BinaryOperator.Maximum, cut, Bound(-value, gradient.Device), Broadcast.Scalar, cut);
        return cut;
    }

    private Tensor Bound(float value, IDevice device)
    {
        var bound = Tensor.Full(new Shape(), value, device);
        _bounds.Add(bound);
        return bound;
    }
}
