namespace Tandem.Tensors;

/// <summary>Adds rows up where they are sent; the gradient of each is that of its target.</summary>
internal sealed class RowScatter : Operation
{
    private readonly Indices _targets;

    private RowScatter(Tensor x, Indices targets)
        : base(x) => _targets = targets;

    public static Tensor Forward(Tensor x, Indices targets, int rows)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if (x.Shape.Rank != 2 || x.Shape[0] != targets.Length)
        {
            throw new ArgumentException($"ScatterRows: {targets.Length} targets for a tensor of shape {x.Shape}. Give a matrix and one target for each of its rows.", nameof(targets));
        }

        if (targets.Maximum >= rows)
        {
            throw new ArgumentException($"ScatterRows: target {targets.Maximum} is not among {rows} rows, which are counted from 0.", nameof(targets));
        }

        var result = Tensor.Zeros(new Shape(rows, x.Shape[1]), x.Device);
        x.Device.ScatterAdd(x, targets, result);
        return new RowScatter(x, targets).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var gradient = Tensor.Empty(Inputs[0].Shape, upstream.Device);
        upstream.Device.Gather(upstream, _targets, gradient);
        gradients[0] = gradient;
    }
}
