using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <inheritdoc/>
    /// <remarks>A row whose score is NaN is left out, as an excluded one is.</remarks>
    public void TopK(Tensor queries, Tensor corpus, Indices? excludedOffsets, Indices? excluded, Tensor scores, Indices rows) => Run(kernel =>
    {
        var (left, right) = (Kernel.Matrix(queries), Kernel.Matrix(corpus).t());
        var exclusions = Exclusions.Of(excludedOffsets, excluded);
        Select(kernel, corpus.Shape.Rows, (first, count) => left.narrow(0, first, count).mm(right), exclusions, scores, rows);
    });

    /// <inheritdoc/>
    public void SelectTopK(Tensor scores, Indices? excludedOffsets, Indices? excluded, Tensor best, Indices columns) => Run(kernel =>
    {
        var all = Kernel.Matrix(scores);
        var exclusions = Exclusions.Of(excludedOffsets, excluded);
        Select(kernel, scores.Shape.Columns, (first, count) => all.narrow(0, first, count).clone(), exclusions, best, columns);
    });

    /// <summary>Ranks the columns of each row of scores, some rows at a time.</summary>
    /// <param name="kernel">The open kernel.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="scoresOf">The scores of some rows, which may be overwritten.</param>
    /// <param name="exclusions">The columns left out.</param>
    /// <param name="best">Receives the scores.</param>
    /// <param name="places">Receives the columns.</param>
    private void Select(
        Kernel kernel, int columns, Func<long, long, torch.Tensor> scoresOf, Exclusions? exclusions, Tensor best, Indices places)
    {
        if (best.Shape.Count == 0)
        {
            return;
        }

        var (rows, k) = (best.Shape.Rows, best.Shape.Columns);
        var (values, found) = (torch.empty(rows, k, torch.float32, Native), torch.empty(rows, k, torch.int64, Native));
        var rowsOfBlock = RowsOfBlock(columns);
        for (var first = 0L; first < rows; first += rowsOfBlock)
        {
            using var temporaries = torch.NewDisposeScope();
            var count = Math.Min(rowsOfBlock, rows - first);
            var scores = scoresOf(first, count);
            exclusions?.MarkIn(scores, (int)first);
            var (ofBlock, columnsOfBlock) = Ranking.Best(scores, k);
            values.narrow(0, first, count).copy_(ofBlock);
            found.narrow(0, first, count).copy_(columnsOfBlock);
        }

        kernel.Set(best, values);
        kernel.Set(places, found);
    }
}
