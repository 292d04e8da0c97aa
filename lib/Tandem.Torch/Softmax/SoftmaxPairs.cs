using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>The pairs of an in-batch softmax.</summary>
/// <param name="Queries">Each pair's query, times the scale, <c>[b, d]</c>.</param>
/// <param name="Candidates">Each pair's candidate, <c>[b, d]</c>.</param>
/// <param name="Weights">The weights, <c>[b, 1]</c>; 1 when <see langword="null"/>.</param>
/// <param name="Bias">What is added to the logits, <c>[b, 1]</c>; 0 when <see langword="null"/>.</param>
internal sealed record SoftmaxPairs(torch.Tensor Queries, torch.Tensor Candidates, torch.Tensor? Weights, torch.Tensor? Bias)
{
    /// <summary>The pairs of a problem.</summary>
    public static SoftmaxPairs Of(in InBatchSoftmaxProblem problem, SoftmaxRows rows) => new(
        rows.ArePairs ? rows.Queries : rows.Queries.index_select(0, Kernel.Flat(problem.PairQueries)),
        rows.Candidates.index_select(0, Kernel.Flat(problem.PairCandidates)),
        SoftmaxRows.Column(problem.PairWeights),
        SoftmaxRows.Column(problem.PairBias));

    /// <summary>The pairs' own logits, times their weights.</summary>
    public torch.Tensor Logits()
    {
        var logits = Queries.mul(Candidates).sum(dim: 1, keepdim: true);
        return Weighted(Bias is null ? logits : logits.add_(Bias));
    }

    /// <summary>Each pair's row times its weight, in place.</summary>
    public torch.Tensor Weighted(torch.Tensor values) => Weights is null ? values : values.mul_(Weights);
}
