using TorchSharp;

namespace Tandem.Torch;

/// <summary>The gradients of an in-batch softmax's log-sum-exps.</summary>
/// <param name="OfRows">That of the rows' queries, <c>[rows, d]</c>; written.</param>
/// <param name="OfCandidates">That of the candidates, <c>[n, d]</c>; added to.</param>
internal sealed record SoftmaxGradients(torch.Tensor OfRows, torch.Tensor OfCandidates)
{
    /// <summary>Those of some of the rows.</summary>
    public SoftmaxGradients Part(long first, long count) => this with { OfRows = OfRows.narrow(0, first, count) };
}
