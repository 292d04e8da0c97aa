namespace Tandem.Tensors;

/// <summary>Other extents for the same elements: a copy, since storage has one owner.</summary>
internal sealed class Reshaping : Operation
{
    private Reshaping(Tensor x)
        : base(x)
    {
    }

    public static Tensor Forward(Tensor x, Shape shape)
    {
        if (shape.Count != x.Shape.Count)
        {
            throw new ArgumentException($"Reshape: the {x.Shape.Count} elements of a tensor of shape {x.Shape} do not fill {shape}, which has {shape.Count}.", nameof(shape));
        }

        return shape == x.Shape ? x : new Reshaping(x).Record(Copy(x, shape));
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients) => gradients[0] = Copy(upstream, Inputs[0].Shape);

    private static Tensor Copy(Tensor x, Shape shape)
    {
        var result = Tensor.Empty(shape, x.Device);
        x.Device.Copy(x, result);
        return result;
    }
}
