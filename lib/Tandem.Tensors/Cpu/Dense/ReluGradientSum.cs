using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Passes the gradient where the outputs are positive, and adds up its columns in double: a few rows at a time in float, as <see cref="RowSum"/> does.
/// </summary>
/// <param name="outputs">Rows of outputs; <see langword="null"/> to pass everything, which needs no result.</param>
/// <param name="gradient">The gradient.</param>
/// <param name="result">Receives what is passed.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">Their length.</param>
/// <param name="sums">Room for a row of floats.</param>
/// <param name="totals">What the columns are added to.</param>
internal readonly unsafe struct ReluGradientSum(float* outputs, float* gradient, float* result, int rows, int columns, float* sums, double* totals) : ISimdKernel
{
    private const int RowsAtATime = 32;

    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var first = 0; first < rows; first += RowsAtATime)
        {
            new Span<float>(sums, columns).Clear();
            for (int row = first, end = Math.Min(rows, first + RowsAtATime); row < end; row++)
            {
                var offset = (long)row * columns;
                var k = 0;
                for (; k <= columns - TSimd.Width; k += TSimd.Width)
                {
                    Pass<TSimd, TVector>(offset, k);
                }

                for (; k < columns; k++)
                {
                    Pass<SimdScalar, float>(offset, k);
                }
            }

            for (var k = 0; k < columns; k++)
            {
                totals[k] += sums[k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pass<TSimd, TVector>(long offset, int k)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var passed = TSimd.Load(gradient + offset + k);
        if (outputs is not null)
        {
            passed = TSimd.Select(TSimd.GreaterThan(TSimd.Load(outputs + offset + k), TSimd.Zero), passed, TSimd.Zero);
            TSimd.Store(passed, result + offset + k);
        }

        TSimd.Store(TSimd.Add(TSimd.Load(sums + k), passed), sums + k);
    }
}
