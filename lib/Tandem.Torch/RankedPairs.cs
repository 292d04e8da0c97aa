using TorchSharp;

namespace Tandem.Torch;

/// <summary>Pairs whose true candidates are ranked against a corpus, a block of it at a time.</summary>
internal sealed class RankedPairs
{
    /// <summary>Elements of the rows that are scored again at a time.</summary>
    private const long ElementsScoredAgain = 4 << 20;

    private readonly torch.Tensor _queries;
    private readonly torch.Tensor _candidates;
    private readonly torch.Tensor _counts;
    private readonly torch.Tensor _trueScores;
    private readonly torch.Tensor _bounds;

    /// <param name="queries">Each pair's query, <c>[p, d]</c>.</param>
    /// <param name="candidates">Each pair's true candidate, <c>[p, d]</c>.</param>
    /// <param name="counts">What the counts are added to, <c>[p]</c>.</param>
    public RankedPairs(torch.Tensor queries, torch.Tensor candidates, torch.Tensor counts)
    {
        (_queries, _candidates, _counts) = (queries, candidates, counts);
        _trueScores = queries.mul(candidates).sum(dim: 1, keepdim: true);

        // A sum of d products, in any order, is off by at most d roundings of 2⁻²⁴ of Σ|q·c|, to first order; two of them are compared, and Σ|q·c| ≤ Σ|q| · max|c|.
        var roundings = (queries.shape[1] + 4) * MathF.Pow(2, -23);
        _bounds = queries.abs().sum(dim: 1, keepdim: true).TimesInPlace(roundings);
    }

    /// <summary>Counts the rows of a block that score strictly higher than the true candidate.</summary>
    public void Count(torch.Tensor block)
    {
        using var temporaries = torch.NewDisposeScope();
        var differences = _queries.mm(block.t()).sub_(_trueScores);
        var bounds = _bounds.mul(Largest(block));
        _counts.add_(differences.gt(bounds).sum(dim: 1));
        var near = differences.abs_().le(bounds).nonzero();
        var rows = Math.Max(1, ElementsScoredAgain / Math.Max(1, _queries.shape[1]));
        for (var first = 0L; first < near.shape[0]; first += rows)
        {
            var part = near.narrow(0, first, Math.Min(rows, near.shape[0] - first));
            CountAgain(block, part.select(1, 0), part.select(1, 1));
        }
    }

    /// <summary>Ranks pairs whose true score is not finite behind everything.</summary>
    public void MarkScoresThatAreNotFinite() =>
        _counts.FillInPlace(_trueScores.isfinite().logical_not().view(-1), int.MaxValue);

    /// <summary>The largest size of a finite element; rows with others are decided by their scores, which are not finite either.</summary>
    private static torch.Tensor Largest(torch.Tensor block) =>
        block.shape[1] == 0 ? torch.zeros(1, block.dtype, block.device) : block.abs().nan_to_num(0, 0, 0).amax([0, 1]);

    private void CountAgain(torch.Tensor block, torch.Tensor pairs, torch.Tensor rows)
    {
        using var temporaries = torch.NewDisposeScope();
        using Scalar zero = 0.0;
        using Scalar one = 1L;
        var candidates = _candidates.index_select(0, pairs).to(torch.float64);
        var differences = block.index_select(0, rows).to(torch.float64).sub_(candidates);
        var scores = differences.mul_(_queries.index_select(0, pairs)).sum(dim: 1);
        _counts.index_add_(0, pairs, scores.gt(zero).to(torch.int64), one);
    }
}
