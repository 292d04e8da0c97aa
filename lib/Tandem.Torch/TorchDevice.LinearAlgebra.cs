using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>A residual with a squared length below this is as good as none: the solution has converged.</summary>
    private const float Converged = 1e-20f;

    /// <summary>What rounding may leave of a diagonal element of which nothing should be left, as a share of it: some units in the last place.</summary>
    private const float RoundingOfPivot = 5e-7f;

    /// <inheritdoc/>
    public int InvertPositiveDefinite(Tensor matrix)
    {
        if (matrix.Shape.Count == 0)
        {
            return -1;
        }

        using var kernel = Kernel.Begin();
        var lower = Kernel.Matrix(matrix).tril();
        var (factor, _) = torch.linalg.cholesky_ex(lower);

        // What a factorisation reports of a matrix with NaN differs between libraries; its diagonal shows every failure.
        var left = new float[matrix.Shape.Rows];
        HostMemory.Copy(factor.diagonal(0, 0, 1).square().div(lower.diagonal(0, 0, 1)).cpu(), left);
        if (Array.FindIndex(left, share => !(share > RoundingOfPivot && float.IsFinite(share))) is >= 0 and var failed)
        {
            return failed;
        }

        kernel.Set(matrix, factor.cholesky_inverse());
        return -1;
    }

    /// <inheritdoc/>
    public void ImplicitLeastSquares(Tensor gram, Tensor table, Indices offsets, Indices rows, Tensor weights, int steps, Tensor solution)
    {
        if (solution.Shape.Count == 0)
        {
            return;
        }

        using var kernel = Kernel.Begin();
        var bags = BagOfEntries(Kernel.Flat(offsets), rows.Length);
        var entries = Kernel.Matrix(table).index_select(0, Kernel.Flat(rows));
        var confidence = Kernel.View(weights, rows.Length, 1);
        var ofAll = Kernel.Matrix(gram);
        var count = solution.Shape.Rows;

        // (gram + Σ w·t·tᵀ)·v for every row at once, without the matrix of any.
        torch.Tensor Multiply(torch.Tensor v) =>
            v.mm(ofAll).add_(SumRows(entries.mul(Dots(entries, v.index_select(0, bags)).mul_(confidence)), bags, count));

        var rightSide = SumRows(entries.mul(confidence.Plus(1)), bags, count);
        var x = ConjugateGradients(Multiply, rightSide, Kernel.Matrix(solution), steps);
        var offset = Kernel.Flat(offsets);
        var isEmpty = offset.narrow(0, 1, count).eq(offset.narrow(0, 0, count)).view(count, 1);
        kernel.Set(solution, x.FillInPlace(isEmpty, 0));
    }

    /// <summary>Conjugate-gradient steps for the rows of x, each with a matrix of its own; a row that has converged stays.</summary>
    private static torch.Tensor ConjugateGradients(Func<torch.Tensor, torch.Tensor> multiply, torch.Tensor rightSide, torch.Tensor start, int steps)
    {
        var x = start.clone();
        var residual = rightSide.sub(multiply(x));
        var direction = residual.clone();
        var length = Dots(residual, residual);
        for (var step = 0; step < steps; step++)
        {
            using var temporaries = torch.NewDisposeScope();
            var product = multiply(direction);
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
