namespace Tandem.Tensors;

/// <summary>The logarithm of the sum of each row's exponentials, whose gradient is the row's softmax.</summary>
internal sealed class RowLogSumExp : Operation
{
    private RowLogSumExp(Tensor x)
        : base(x)
    {
    }

    public static Tensor Forward(Tensor x)
    {
        var result = Tensor.Empty(new Shape(x.Shape.Rows, 1), x.Device);
        x.Device.LogSumExp(x, result);
        return new RowLogSumExp(x).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var (device, gradient) = (upstream.Device, Tensor.Empty(Inputs[0].Shape, upstream.Device));
        device.Softmax(Inputs[0], logarithm: false, gradient);
        device.Binary(BinaryOperator.Multiply, gradient, upstream, Broadcast.Column, gradient);
        gradients[0] = gradient;
    }
}
