using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Copies rows of a table one after another. Rows are short, so the loop is open-coded: a call to copy memory costs as much as the copy.</summary>
internal readonly unsafe struct RowGathering(float* table, int* rows, float* result, int count, int d) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var target = result;
        for (var i = 0; i < count; i++, target += d)
        {
            var source = table + ((long)rows[i] * d);
            var k = 0;
            for (; k <= d - TSimd.Width; k += TSimd.Width)
            {
                TSimd.Store(TSimd.Load(source + k), target + k);
            }

            for (; k < d; k++)
            {
                target[k] = source[k];
            }
        }
    }
}
