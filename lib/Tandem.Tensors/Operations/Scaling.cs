namespace Tandem.Tensors;

/// <summary>factor · x</summary>
internal sealed class Scaling : Operation
{
    private readonly float _factor;

    private Scaling(Tensor x, float factor)
        : base(x) => _factor = factor;

    public static Tensor Forward(Tensor x, float factor) => new Scaling(x, factor).Record(Scale(x, factor));

    public override void Backward(Tensor upstream, Span<Tensor?> gradients) => gradients[0] = Scale(upstream, _factor);

    private static Tensor Scale(Tensor x, float factor)
    {
        var result = Tensor.Empty(x.Shape, x.Device);
        x.Device.Scale(x, factor, result);
        return result;
    }
}
