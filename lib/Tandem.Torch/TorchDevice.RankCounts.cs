using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>Scores that are compared at a time: few enough that on a GPU they stay in its cache from one operation to the next.</summary>
    private const int ComparedScores = 8 << 20;

    /// <summary>As <see cref="ComparedScores"/>, on the processor.</summary>
    private const int ComparedScoresOfHost = 1 << 18;

    /// <inheritdoc/>
    /// <remarks>
    /// A product's scores are rounded, in an order that nobody promises. What is so near to the true score that rounding decides is computed again, in float64 and from
    /// the difference of the two candidates: of equal rows that is zero, however it is summed.
    /// </remarks>
    public void RankCounts(Tensor queries, Tensor trueCandidates, Indices pairQueries, Indices pairCandidates, Tensor corpus, Indices ranks)
    {
        if (ranks.Length == 0)
        {
            return;
        }

        Run(kernel =>
        {
            var (rows, limit) = (corpus.Shape.Rows, IsCuda ? ComparedScores : ComparedScoresOfHost);
            var rowsOfBlock = Math.Clamp(limit / Math.Min(ranks.Length, 1024), 1, Math.Max(1, rows));
            var pairsOfBlock = Math.Max(1, limit / rowsOfBlock);
            var largest = RankedPairs.Largest(Kernel.Matrix(corpus)).maximum(RankedPairs.Largest(Kernel.Matrix(trueCandidates)));
            var counts = torch.zeros(ranks.Length, torch.int64, Native);
            for (var first = 0; first < ranks.Length; first += pairsOfBlock)
            {
                using var temporaries = torch.NewDisposeScope();
                var count = Math.Min(pairsOfBlock, ranks.Length - first);
                var pairs = new RankedPairs(
                    Kernel.Matrix(queries).index_select(0, Kernel.Flat(pairQueries).narrow(0, first, count)),
                    Kernel.Matrix(trueCandidates).index_select(0, Kernel.Flat(pairCandidates).narrow(0, first, count)),
                    largest,
                    counts.narrow(0, first, count));
                for (var row = 0; row < rows; row += rowsOfBlock)
                {
                    pairs.Count(Kernel.Matrix(corpus).narrow(0, row, Math.Min(rowsOfBlock, rows - row)));
                }

                pairs.MarkScoresThatAreNotFinite();
            }

            kernel.Set(ranks, counts);
        });
    }
}
