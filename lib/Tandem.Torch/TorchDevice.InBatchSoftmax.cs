using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>
    /// Logits that exist at a time, 128 MB. A batch of some thousand distinct users and items is one block then, a few large operations, and one of any other size needs
    /// that much memory and no more.
    /// </summary>
    private const int LogitsOfBlock = 32 << 20;

    /// <summary>As <see cref="LogitsOfBlock"/>, on the processor: what stays in its caches from one operation to the next.</summary>
    private const int LogitsOfHostBlock = 1 << 19;

    /// <inheritdoc/>
    public void InBatchSoftmax(in InBatchSoftmaxProblem problem, Tensor loss, Tensor? queryGradient, Tensor? candidateGradient)
    {
        var batch = problem;
        Run(kernel => InBatchSoftmax(kernel, batch, loss, queryGradient, candidateGradient));
    }

    private void InBatchSoftmax(Kernel kernel, in InBatchSoftmaxProblem problem, Tensor loss, Tensor? queryGradient, Tensor? candidateGradient)
    {
        var rows = SoftmaxRows.Of(problem);
        var gradients = queryGradient is null ? null : new SoftmaxGradients(torch.empty_like(rows.Queries), torch.zeros_like(rows.Candidates));
        var total = torch.zeros(1, torch.float32, Native);
        var count = RowsOfBlock(problem.Candidates.Shape.Rows);
        for (var first = 0L; first < rows.Count; first += count)
        {
            using var temporaries = torch.NewDisposeScope();
            var block = Math.Min(count, rows.Count - first);
            AddSums(rows.Part(first, block), problem.Scale, total, gradients?.Part(first, block));
        }

        var pairs = SoftmaxPairs.Of(problem, rows);
        kernel.Set(loss, total.sub_(pairs.Logits().sum()));
        if (gradients is not null)
        {
            var (ofQueries, ofCandidates) = AddPairs(problem, rows, pairs, gradients);
            kernel.Set(queryGradient!, ofQueries);
            kernel.Set(candidateGradient!, ofCandidates);
        }
    }

    private long RowsOfBlock(int columns) => Math.Max(1, (IsCuda ? LogitsOfBlock : LogitsOfHostBlock) / Math.Max(1, columns));

    /// <summary>Adds the rows' log-sum-exps to the total, and their part of the gradients: <c>E·candidates·w/l</c> to that of the rows, <c>Eᵀ·(queries·w/l)</c> to that of the candidates.</summary>
    private static void AddSums(SoftmaxRows rows, float scale, torch.Tensor total, SoftmaxGradients? gradients)
    {
        var logits = rows.Logits();
        var shifts = logits.amax([1], keepdim: true);
        var exponentials = logits.sub_(shifts).exp_();
        var sums = exponentials.sum(dim: 1, keepdim: true);
        total.add_(rows.Weighted(sums.log().add_(shifts)).sum());
        if (gradients is not null)
        {
            var factors = rows.Weights is null ? sums.reciprocal() : rows.Weights.div(sums);
            gradients.OfRows.copy_(exponentials.mm(rows.Candidates).mul_(factors.Times(scale)));
            gradients.OfCandidates.addmm_(exponentials.t(), rows.Queries.mul(factors));
        }
    }

    /// <summary>Takes the pairs' own logits off the gradients, and adds up those of the rows that are one query's: one sum over the rows of both tables.</summary>
    private (torch.Tensor OfQueries, torch.Tensor OfCandidates) AddPairs(
        in InBatchSoftmaxProblem problem, SoftmaxRows rows, SoftmaxPairs pairs, SoftmaxGradients gradients)
    {
        var (queries, candidates) = (problem.Queries.Shape.Rows, problem.Candidates.Shape.Rows);
        using Scalar behindQueries = (long)queries;
        var ofQueries = pairs.Weighted(pairs.Candidates.Times(-problem.Scale));
        var ofCandidates = pairs.Weighted(pairs.Queries.neg());
        var targets = torch.cat([Kernel.Flat(problem.PairQueries), Kernel.Flat(problem.PairCandidates).add(behindQueries)]);
        var sums = SumRows(torch.cat([rows.ArePairs ? ofQueries.add_(gradients.OfRows) : ofQueries, ofCandidates]), targets, queries + candidates);
        var sumsOfQueries = sums.narrow(0, 0, queries);
        return (rows.ArePairs ? sumsOfQueries : gradients.OfRows.add_(sumsOfQueries), gradients.OfCandidates.add_(sums.narrow(0, queries, candidates)));
    }
}
