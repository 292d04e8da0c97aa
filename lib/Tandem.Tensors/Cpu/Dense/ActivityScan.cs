using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Adds up the magnitudes of each column: a sum is 0 only where a column is, and NaN where one is in the column.</summary>
internal readonly unsafe struct ActivityScan(float* x, int rows, int columns, float* sums) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        new Span<float>(sums, columns).Clear();
        var from = x;
        for (var row = 0; row < rows; row++, from += columns)
        {
            var k = 0;
            for (; k <= columns - TSimd.Width; k += TSimd.Width)
            {
                TSimd.Store(TSimd.Add(TSimd.Load(sums + k), TSimd.Abs(TSimd.Load(from + k))), sums + k);
            }

            for (; k < columns; k++)
            {
                sums[k] += MathF.Abs(from[k]);
            }
        }
    }
}
