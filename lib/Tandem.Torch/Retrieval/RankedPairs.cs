using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// Pairs whose true candidates are ranked against a corpus, a block of it at a time. Scores are compared in units of what rounding can change their difference by: more
/// than one decides, and what is within one of the true score is scored again, exactly.
/// </summary>
internal sealed class RankedPairs
{
    /// <summary>Elements of rows that are copied at a time, to be looked through or scored again.</summary>
    private const long ElementsAtATime = 4 << 20;

    /// <summary>The least unit: below it, its inverse would overflow.</summary>
    private const float LeastUnit = 1e-37f;

    private readonly torch.Tensor _queries;
    private readonly torch.Tensor _candidates;
    private readonly torch.Tensor _counts;
    private readonly torch.Tensor _queriesInUnits;
    private readonly torch.Tensor _trueScoresInUnits;

    /// <param name="queries">Each pair's query, <c>[p, d]</c>.</param>
    /// <param name="candidates">Each pair's true candidate, <c>[p, d]</c>.</param>
    /// <param name="largest">The size of the largest element of all candidates.</param>
    /// <param name="counts">What the counts are added to, <c>[p]</c>.</param>
    public RankedPairs(torch.Tensor queries, torch.Tensor candidates, torch.Tensor largest, torch.Tensor counts)
    {
        (_queries, _candidates, _counts) = (queries, candidates, counts);

        // A sum of d products, in any order, is off by at most d roundings of 2⁻²⁴ of Σ|q·c|, to first order; two of them are compared, and Σ|q·c| ≤ Σ|q| · max|c|.
        var roundings = (queries.shape[1] + 8) * MathF.Pow(2, -23);
        var units = queries.abs().sum(dim: 1, keepdim: true).TimesInPlace(roundings).mul_(largest);
        _queriesInUnits = queries.div(units.AtLeast(LeastUnit));
        _trueScoresInUnits = _queriesInUnits.mul(candidates).sum(dim: 1, keepdim: true);
    }

    /// <summary>The size of the largest finite element. Rows with others are decided by their scores, which are not finite either.</summary>
    public static torch.Tensor Largest(torch.Tensor rows)
    {
        var largest = torch.zeros(1, rows.dtype, rows.device);
        var rowsOfBlock = Math.Max(1, ElementsAtATime / Math.Max(1, rows.shape[1]));
        for (var first = 0L; first < rows.shape[0]; first += rowsOfBlock)
        {
            using var temporaries = torch.NewDisposeScope();
            var block = rows.narrow(0, first, Math.Min(rowsOfBlock, rows.shape[0] - first));
            largest.copy_(largest.maximum(block.abs().nan_to_num(0, 0, 0).amax([0, 1])));
        }

        return largest;
    }

    /// <summary>Counts the rows of a block that score strictly higher than the true candidate.</summary>
    public void Count(torch.Tensor block)
    {
        // Comparisons in place, as floats: whole numbers that a row's sum holds exactly, and cheaper than truth values.
        using var temporaries = torch.NewDisposeScope();
        using Scalar unit = 1f;
        var differences = _queriesInUnits.mm(block.t()).sub_(_trueScoresInUnits);
        _counts.add_(differences.clone().gt_(unit).sum(dim: 1).to(torch.int64));
        var near = differences.abs_().le_(unit).nonzero();
        var rows = Math.Max(1, ElementsAtATime / Math.Max(1, _queries.shape[1]));
        for (var first = 0L; first < near.shape[0]; first += rows)
        {
            var part = near.narrow(0, first, Math.Min(rows, near.shape[0] - first));
            CountAgain(block, part.select(1, 0), part.select(1, 1));
        }
    }

    /// <summary>Ranks pairs whose true score is not finite behind everything.</summary>
    public void MarkScoresThatAreNotFinite()
    {
        var scores = _queries.mul(_candidates).sum(dim: 1);
        _counts.FillInPlace(scores.isfinite().logical_not(), int.MaxValue);
    }

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
