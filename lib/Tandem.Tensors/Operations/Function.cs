namespace Tandem.Tensors;

/// <summary>An elementwise function of one tensor.</summary>
internal sealed class Function : Operation
{
    private readonly UnaryOperator _op;
    private readonly Tensor _result;

    private Function(UnaryOperator op, Tensor x, Tensor result)
        : base(x)
    {
        _op = op;
        _result = result;
    }

    public static Tensor Forward(UnaryOperator op, Tensor x)
    {
        var result = Tensor.Empty(x.Shape, x.Device);
        x.Device.Unary(op, x, result);
        return new Function(op, x, result).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var gradient = Tensor.Empty(upstream.Shape, upstream.Device);
        upstream.Device.UnaryGradient(_op, Inputs[0], _result, upstream, gradient);
        gradients[0] = gradient;
    }
}
