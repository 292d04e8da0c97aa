namespace Tandem.Tensors;

/// <summary>
/// A scalar whose gradients were computed together with it, because that costs less time or memory than to compute them from what a forward
/// pass leaves behind. Backward only scales them.
/// </summary>
internal abstract class KnownGradients : Operation
{
    private readonly Tensor[] _known;

    /// <summary>Takes the inputs, and the gradient of the scalar with respect to each of them.</summary>
    protected KnownGradients(Tensor[] inputs, Tensor[] gradients)
        : base(inputs) => _known = gradients;

    public override void Backward(Tensor upstream, Span<Tensor?> gradients)
    {
        for (var i = 0; i < _known.Length; i++)
        {
            var scaled = Tensor.Empty(_known[i].Shape, _known[i].Device);
            scaled.Device.Binary(BinaryOperator.Multiply, _known[i], upstream, Broadcast.Scalar, scaled);
            gradients[i] = scaled;
        }
    }
}
