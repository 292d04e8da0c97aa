namespace Tandem.Tensors;

/// <summary>Sums over all elements, over rows or over columns; the gradient repeats what is summed away.</summary>
internal sealed class Summation : Operation
{
    private readonly Broadcast _repeat;

    private Summation(Tensor x, Broadcast repeat)
        : base(x) => _repeat = repeat;

    public static Tensor All(Tensor x)
    {
        var result = Tensor.Empty(default, x.Device);
        x.Device.Sum(x, result);
        return new Summation(x, Broadcast.Scalar).Record(result);
    }

    public static Tensor OverRows(Tensor x)
    {
        var result = Tensor.Empty(new Shape(x.Shape.Columns), x.Device);
        x.Device.SumRows(x, result);
        return new Summation(x, Broadcast.Row).Record(result);
    }

    public static Tensor OverColumns(Tensor x)
    {
        var result = Tensor.Empty(new Shape(x.Shape.Rows, 1), x.Device);
        x.Device.SumColumns(x, result);
        return new Summation(x, Broadcast.Column).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var gradient = Tensor.Zeros(Inputs[0].Shape, upstream.Device);
        upstream.Device.Binary(BinaryOperator.Add, gradient, upstream, _repeat, gradient);
        gradients[0] = gradient;
    }
}
