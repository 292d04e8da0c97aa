using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <inheritdoc/>
    public void DenseGradient(Tensor? outputs, Tensor gradient, Tensor result, Tensor sums) => Run(kernel =>
    {
        var passed = Kernel.Matrix(gradient);
        if (outputs is not null)
        {
            passed = passed.Where(Kernel.Matrix(outputs).IsAbove(0));
            kernel.Set(result, passed);
        }

        kernel.Set(sums, passed.sum(dim: 0));
    });

    /// <inheritdoc/>
    public void ActiveColumns(Tensor x, Span<bool> active)
    {
        if (active.IsEmpty)
        {
            return;
        }

        using Scalar zero = 0f;
        using var flags = Run(kernel => kernel.Keep(Kernel.Matrix(x).ne(zero).any(0).cpu()));
        HostMemory.Copy(flags, active);
    }

    /// <inheritdoc/>
    public void GatherColumns(Tensor x, Indices columns, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Matrix(x).index_select(1, Kernel.Flat(columns))));

    /// <inheritdoc/>
    public void ScatterColumns(Tensor source, Indices columns, Tensor target)
    {
        if (source.Shape.Count == 0)
        {
            return;
        }

        Run(_ => Kernel.Matrix(target).index_copy_(1, Kernel.Flat(columns), Kernel.Matrix(source)));
    }
}
