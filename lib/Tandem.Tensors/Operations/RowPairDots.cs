namespace Tandem.Tensors;

/// <summary>The inner products of the parts of each row.</summary>
internal sealed class RowPairDots : Operation
{
    private readonly int _parts;
    private readonly bool _withItself;

    private RowPairDots(Tensor x, int parts, bool withItself)
        : base(x)
    {
        _parts = parts;
        _withItself = withItself;
    }

    public static Tensor Forward(Tensor x, int parts, bool withItself)
    {
        if (x.Shape.Rank != 2 || parts < 1 || x.Shape[1] % parts != 0)
        {
            throw new ArgumentException($"PairDots: the rows of a tensor of shape {x.Shape} cannot be cut into {parts} parts. Give a matrix whose rows are parts of one length.");
        }

        var pairs = checked(parts * (withItself ? parts + 1 : parts - 1) / 2);
        var result = Tensor.Empty(new Shape(x.Shape[0], pairs), x.Device);
        x.Device.PairDots(x, parts, withItself, result);
        return new RowPairDots(x, parts, withItself).Record(result);
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var gradient = Tensor.Empty(Inputs[0].Shape, upstream.Device);
        upstream.Device.PairDotsGradient(Inputs[0], _parts, _withItself, upstream, gradient);
        gradients[0] = gradient;
    }
}
