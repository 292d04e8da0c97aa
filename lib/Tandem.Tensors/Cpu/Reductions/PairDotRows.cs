using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The inner products of the parts of each row with earlier parts and, where asked, with themselves.</summary>
internal readonly unsafe struct PairDotRows(float* source, int rows, int parts, int length, bool withItself, float* result) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* x = source, target = result;
        for (var row = 0; row < rows; row++, x += parts * length)
        {
            for (var i = 0; i < parts; i++)
            {
                var others = withItself ? i + 1 : i;
                for (var j = 0; j < others; j++)
                {
                    *target++ = SimdRows<TSimd, TVector>.Dot(x + (i * length), x + (j * length), length);
                }
            }
        }
    }
}
