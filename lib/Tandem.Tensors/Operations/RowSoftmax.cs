namespace Tandem.Tensors;

/// <summary>The softmax of each row, or its logarithm.</summary>
internal sealed class RowSoftmax : Operation
{
    private readonly bool _logarithm;
    private readonly Tensor _result;

    private RowSoftmax(Tensor x, bool logarithm, Tensor result)
        : base(x)
    {
        _logarithm = logarithm;
        _result = result;
    }

    public static Tensor Forward(Tensor x, bool logarithm)
    {
        var result = Like(x);
        x.Device.Softmax(x, logarithm, result);
        return new RowSoftmax(x, logarithm, result).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients) =>
        gradients[0] = _logarithm ? OfLogarithm(upstream) : OfSoftmax(upstream);

    /// <summary>y · (g − Σ g·y)</summary>
    private Tensor OfSoftmax(Tensor upstream)
    {
        var (device, gradient, sums) = (upstream.Device, Like(upstream), Tensor.Empty(new Shape(upstream.Shape.Rows, 1), upstream.Device));
        device.Binary(BinaryOperator.Multiply, upstream, _result, Broadcast.None, gradient);
        device.SumColumns(gradient, sums);
        device.Binary(BinaryOperator.Subtract, upstream, sums, Broadcast.Column, gradient);
        device.Binary(BinaryOperator.Multiply, gradient, _result, Broadcast.None, gradient);
        return gradient;
    }

    /// <summary>g − eʸ · Σ g</summary>
    private Tensor OfLogarithm(Tensor upstream)
    {
        var (device, share, sums) = (upstream.Device, Like(upstream), Tensor.Empty(new Shape(upstream.Shape.Rows, 1), upstream.Device));
        device.SumColumns(upstream, sums);
        device.Unary(UnaryOperator.Exp, _result, share);
        device.Binary(BinaryOperator.Multiply, share, sums, Broadcast.Column, share);
        var gradient = Like(upstream);
        device.Binary(BinaryOperator.Subtract, upstream, share, Broadcast.None, gradient);
        return gradient;
    }

    private static Tensor Like(Tensor tensor) => Tensor.Empty(tensor.Shape, tensor.Device);
}
