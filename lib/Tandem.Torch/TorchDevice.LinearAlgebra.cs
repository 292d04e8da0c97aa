using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>A residual with a squared length below this is as good as none: the solution has converged.</summary>
    private const float Converged = 1e-20f;

    /// <summary>What rounding may leave of a diagonal element of which nothing should be left, as a share of it: some units in the last place.</summary>
    private const float RoundingOfPivot = 5e-7f;

    /// <summary>Elements of the entries' rows that are gathered at a time, 64 MB; a few temporaries are as large.</summary>
    private const int EntryElements = 16 << 20;

    /// <summary>As <see cref="EntryElements"/>, on the processor: what stays in its caches from one operation to the next.</summary>
    private const int EntryElementsOfHost = 1 << 19;

    /// <inheritdoc/>
    public int InvertPositiveDefinite(Tensor matrix, CancellationToken cancellation = default)
    {
        if (matrix.Shape.Count == 0)
        {
            return -1;
        }

        cancellation.ThrowIfCancellationRequested();
        return Run(kernel =>
        {
            var lower = Kernel.Matrix(matrix).tril();
            var (factor, info) = torch.linalg.cholesky_ex(lower);
            if (info.item<int>() is > 0 and var row)
            {
                return row - 1;
            }

            // Not every library reports NaN, nor a pivot of which nothing but rounding is left: the factor's diagonal shows both.
            var left = new float[matrix.Shape.Rows];
            HostMemory.Copy(factor.diagonal(0, 0, 1).square().div(lower.diagonal(0, 0, 1)).cpu(), left);
            if (Array.FindIndex(left, share => !(share > RoundingOfPivot && float.IsFinite(share))) is >= 0 and var failed)
            {
                return failed;
            }

            kernel.Set(matrix, factor.cholesky_inverse());
            return -1;
        });
    }

    /// <inheritdoc/>
    public void ImplicitLeastSquares(
        Tensor gram, Tensor table, Indices offsets, Indices rows, Tensor weights, int steps, Tensor solution, CancellationToken cancellation = default)
    {
        if (solution.Shape.Count == 0)
        {
            return;
        }

        var starts = offsets.ToArray();
        Run(_ =>
        {
            var entriesOfBlock = Math.Max(1, (IsCuda ? EntryElements : EntryElementsOfHost) / solution.Shape.Columns);
            for (int first = 0, end; first < solution.Shape.Rows; first = end)
            {
                cancellation.ThrowIfCancellationRequested();
                using var temporaries = torch.NewDisposeScope();
                end = EndOfBlock(starts, first, entriesOfBlock);
                var (entry, count) = (starts[first], starts[end] - starts[first]);
                var ends = Kernel.Flat(offsets).narrow(0, first + 1, end - first);
                var block = new LeastSquaresBlock(
                    Kernel.Matrix(gram),
                    Kernel.Matrix(table).index_select(0, Kernel.Flat(rows).narrow(0, entry, count)),
                    BagOfEntries(ends, entry, count),
                    Kernel.View(weights, rows.Length, 1).narrow(0, entry, count));
                var isEmpty = ends.eq(Kernel.Flat(offsets).narrow(0, first, end - first)).view(end - first, 1);
                Solve(block, Kernel.Matrix(solution).narrow(0, first, end - first), steps).FillInPlace(isEmpty, 0);
            }
        });
    }

    /// <summary>The end of the rows from <paramref name="first"/> on that have no more than so many entries together; one row at least.</summary>
    private static int EndOfBlock(int[] starts, int first, int entries)
    {
        var end = first + 1;
        while (end < starts.Length - 1 && starts[end + 1] - starts[first] <= entries)
        {
            end++;
        }

        return end;
    }

    /// <summary>(gram + Σ w·t·tᵀ)·v for each row, without the matrix of any.</summary>
    private torch.Tensor Multiply(LeastSquaresBlock block, torch.Tensor v)
    {
        var factors = Dots(block.Entries, v.index_select(0, block.RowOf)).mul_(block.Weights);
        return v.mm(block.Gram).add_(SumRows(block.Entries.mul(factors), block.RowOf, v.shape[0]));
    }

    /// <summary>Conjugate-gradient steps for the rows of x, in place, each with a matrix of its own; a row that has converged stays.</summary>
    private torch.Tensor Solve(LeastSquaresBlock block, torch.Tensor x, int steps)
    {
        var rightSide = SumRows(block.Entries.mul(block.Weights.Plus(1)), block.RowOf, x.shape[0]);
        var residual = rightSide.sub_(Multiply(block, x));
        var direction = residual.clone();
        var length = Dots(residual, residual);
        for (var step = 0; step < steps; step++)
        {
            using var temporaries = torch.NewDisposeScope();
            var product = Multiply(block, direction);
            var isOpen = length.IsAbove(Converged);
            var rate = length.div(Dots(direction, product)).Where(isOpen);
            x.add_(rate.mul(direction));
            residual.sub_(rate.mul(product));
            var next = Dots(residual, residual);
            direction.mul_(next.div(length).Where(isOpen)).add_(residual);
            length.copy_(next);
        }

        return x;
    }

    /// <summary>The inner product of each row with the other matrix's, as a column.</summary>
    private static torch.Tensor Dots(torch.Tensor a, torch.Tensor b) => a.mul(b).sum(dim: 1, keepdim: true);
}
