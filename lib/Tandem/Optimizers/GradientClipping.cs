using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Clipping as in TensorFlow: by the norm of each gradient, by the norm of all of a step, or elementwise. Works on the rows of a row-sparse gradient: those
/// that are absent are zero and stay so.
/// </summary>
internal sealed class GradientClipping
{
    private readonly float? _clipNorm;
    private readonly float? _clipValue;
    private readonly float? _globalFactor;

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

    private static float Factor(double norm, float largest) => norm > largest ? (float)(largest / norm) : 1f;

    private static double SquaredNorm(Tensor gradient)
    {
        using Tensor squares = Tensor.Empty(gradient.Shape, gradient.Device), sum = Tensor.Empty(new Shape(), gradient.Device);
        gradient.Device.Unary(UnaryOperator.Square, gradient, squares);
        gradient.Device.Sum(squares, sum);
        var squaredNorm = sum.Item();
        // A diverging run's squares may be too large for a float; it is to be clipped all the same.
        return float.IsFinite(squaredNorm) ? squaredNorm : gradient.ToArray().Sum(value => (double)value * value);
    }

    private static Tensor Cut(Tensor gradient, float value)
    {
        var cut = Tensor.Empty(gradient.Shape, gradient.Device);
        gradient.Device.Clamp(gradient, -value, value, cut);
        return cut;
    }
}
