using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Conjugate gradients for some rows of the solution. The matrix of a row is never formed: its product with a vector costs d² for what all rows
/// share and 2d for each entry (G. Takács, I. Pilászy and D. Tikk, <i>Applications of the conjugate gradient method for implicit feedback
/// collaborative filtering</i>, RecSys 2011).
/// </summary>
internal readonly unsafe struct LeastSquaresRows(in LeastSquaresArguments arguments, int first, int count, float* scratch) : ISimdKernel
{
    /// <summary>A residual with a squared length below this is as good as none: the solution has converged.</summary>
    private const float Converged = 1e-20f;

    private readonly LeastSquaresArguments _arguments = arguments;

    private int D => _arguments.Dimension;

    private float* Residual => scratch;

    private float* Direction => scratch + D;

    private float* Product => scratch + (2 * D);

    /// <summary>Floats that the steps need.</summary>
    public static int ScratchLength(in LeastSquaresArguments arguments) => 3 * arguments.Dimension;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var row = first; row < first + count; row++)
        {
            var solution = _arguments.Solution + ((long)row * D);
            if (_arguments.Offsets[row] == _arguments.Offsets[row + 1])
            {
                new Span<float>(solution, D).Clear();
            }
            else
            {
                Solve<TSimd, TVector>(row, solution);
            }
        }
    }

    private void Solve<TSimd, TVector>(int row, float* solution)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        // Product holds A·x − b first, which is minus the residual.
        Multiply<TSimd, TVector>(row, solution, rightSide: -1f);
        SimdRows<TSimd, TVector>.Scale(Residual, -1f, Product, D);
        SimdRows<TSimd, TVector>.Scale(Direction, -1f, Product, D);
        var length = SimdRows<TSimd, TVector>.Dot(Residual, Residual, D);
        for (var step = 0; step < _arguments.Steps && length > Converged; step++)
        {
            Multiply<TSimd, TVector>(row, Direction, rightSide: 0f);
            var rate = length / SimdRows<TSimd, TVector>.Dot(Direction, Product, D);
            SimdRows<TSimd, TVector>.AddScaled(solution, rate, Direction, D);
            SimdRows<TSimd, TVector>.AddScaled(Residual, -rate, Product, D);
            var next = SimdRows<TSimd, TVector>.Dot(Residual, Residual, D);
            SimdRows<TSimd, TVector>.Scale(Direction, next / length, Direction, D);
            SimdRows<TSimd, TVector>.AddScaled(Direction, 1f, Residual, D);
            length = next;
        }
    }

    /// <summary>Product = (gram + Σ w·t·tᵀ)·v + rightSide · Σ (1 + w)·t</summary>
    [MethodImpl(HotCode.Options)]
    private void Multiply<TSimd, TVector>(int row, float* v, float rightSide)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var d = D;
        var product = Product;
        new Span<float>(product, d).Clear();
        for (var k = 0; k < d; k++)
        {
            SimdRows<TSimd, TVector>.AddScaled(product, v[k], _arguments.Gram + ((long)k * d), d);
        }

        for (int e = _arguments.Offsets[row], end = _arguments.Offsets[row + 1]; e < end; e++)
        {
            var entry = _arguments.Table + ((long)_arguments.Rows[e] * d);
            var weight = _arguments.Weights[e];
            var factor = (weight * SimdRows<TSimd, TVector>.Dot(entry, v, d)) + (rightSide * (1f + weight));
            SimdRows<TSimd, TVector>.AddScaled(product, factor, entry, d);
        }
    }
}
