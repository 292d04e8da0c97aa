using Tandem.Tensors;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <inheritdoc/>
    public void MatMul(Tensor a, bool transposeA, Tensor b, bool transposeB, Tensor result, bool accumulate)
    {
        int m = result.Shape.Rows, n = result.Shape.Columns, k = transposeA ? a.Shape.Rows : a.Shape.Columns;
        if (m == 0 || n == 0 || (k == 0 && accumulate))
        {
            return;
        }

        Run(kernel =>
        {
            var left = transposeA ? Kernel.View(a, k, m).t() : Kernel.View(a, m, k);
            var right = transposeB ? Kernel.View(b, n, k).t() : Kernel.View(b, k, n);
            if (accumulate)
            {
                Kernel.View(result, m, n).addmm_(left, right);
            }
            else
            {
                kernel.Set(result, left.mm(right));
            }
        });
    }

    /// <inheritdoc/>
    public void Dense(Tensor rows, Tensor kernel, Tensor? bias, bool relu, Tensor result)
    {
        int m = result.Shape.Rows, n = result.Shape.Columns, k = rows.Shape.Columns;
        if (m == 0 || n == 0)
        {
            return;
        }

        Run(run =>
        {
            var (left, right) = (Kernel.View(rows, m, k), Kernel.View(kernel, k, n));
            var product = bias is null ? left.mm(right) : Kernel.View(bias, n).addmm(left, right);
            run.Set(result, relu ? product.relu_() : product);
        });
    }
}
