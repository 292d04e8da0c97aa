namespace Tandem.Tensors;

/// <summary>op(a)·op(b), where op transposes if asked.</summary>
internal sealed class MatrixProduct : Operation
{
    private readonly bool _transposeA;
    private readonly bool _transposeB;

    private MatrixProduct(Tensor a, bool transposeA, Tensor b, bool transposeB)
        : base(a, b)
    {
        _transposeA = transposeA;
        _transposeB = transposeB;
    }

    public static Tensor Forward(Tensor a, bool transposeA, Tensor b, bool transposeB)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape.Rank != 2 || b.Shape.Rank != 2 || a.Shape[transposeA ? 0 : 1] != b.Shape[transposeB ? 1 : 0])
        {
            throw new ArgumentException(
                $"MatMul: {Describe(a, transposeA)} and {Describe(b, transposeB)} cannot be multiplied. Both must be matrices, with as many columns on the left as rows on the right.");
        }

        return new MatrixProduct(a, transposeA, b, transposeB).Record(Multiply(a, transposeA, b, transposeB));
    }

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        var (a, b) = (Inputs[0], Inputs[1]);
        if (a.RequiresGradient)
        {
            gradients[0] = _transposeA ? Multiply(b, _transposeB, upstream, true) : Multiply(upstream, false, b, !_transposeB);
        }

        if (b.RequiresGradient)
        {
            gradients[1] = _transposeB ? Multiply(upstream, true, a, _transposeA) : Multiply(a, !_transposeA, upstream, false);
        }
    }

    private static Tensor Multiply(Tensor a, bool transposeA, Tensor b, bool transposeB)
    {
        var result = Tensor.Empty(new Shape(a.Shape[transposeA ? 1 : 0], b.Shape[transposeB ? 0 : 1]), a.Device);
        DeviceOf(a, b).MatMul(a, transposeA, b, transposeB, result, accumulate: false);
        return result;
    }

    private static string Describe(Tensor tensor, bool transposed) => transposed ? $"{tensor.Shape} transposed" : tensor.Shape.ToString();
}
