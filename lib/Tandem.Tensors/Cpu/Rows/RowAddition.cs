using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Adds rows to the rows of a table that the indices name, in their order: <paramref name="width"/> of the d columns of each.</summary>
internal readonly unsafe struct RowAddition(float* source, int* rows, float* table, int count, int d, int width) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var from = source;
        for (var i = 0; i < count; i++, from += d)
        {
            var to = table + ((long)rows[i] * d);
            var k = 0;
            for (; k <= width - TSimd.Width; k += TSimd.Width)
            {
                TSimd.Store(TSimd.Add(TSimd.Load(to + k), TSimd.Load(from + k)), to + k);
            }

            for (; k < width; k++)
            {
                to[k] += from[k];
            }
        }
    }
}
