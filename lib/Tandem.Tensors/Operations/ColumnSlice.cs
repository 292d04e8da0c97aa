namespace Tandem.Tensors;

/// <summary>Some neighbouring columns of a matrix.</summary>
internal sealed class ColumnSlice : Operation
{
    private readonly int _start;

    private ColumnSlice(Tensor x, int start)
        : base(x) => _start = start;

    public static Tensor Forward(Tensor x, int start, int count)
    {
        if (x.Shape.Rank != 2 || start < 0 || count < 0 || start > x.Shape[1] - count)
        {
            throw new ArgumentException($"Columns: a tensor of shape {x.Shape} has no columns {start} to {start + (long)count - 1}. Choose columns of a matrix, counted from 0.");
        }

        var result = Tensor.Empty(new Shape(x.Shape[0], count), x.Device);
        x.Device.CopyColumns(x, start, result, 0, count);
        return new ColumnSlice(x, start).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var gradient = Tensor.Zeros(Inputs[0].Shape, upstream.Device);
        upstream.Device.CopyColumns(upstream, 0, gradient, _start, upstream.Shape[1]);
        gradients[0] = gradient;
    }
}
