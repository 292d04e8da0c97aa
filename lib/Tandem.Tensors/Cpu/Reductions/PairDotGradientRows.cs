using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The gradient of <see cref="PairDotRows"/>: each part gets the other part of its pairs, times the pair's gradient.</summary>
internal readonly unsafe struct PairDotGradientRows(
    float* source, float* gradient, int rows, int parts, int length, bool withItself, float* result) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        new Span<float>(result, rows * parts * length).Clear();
        float* x = source, target = result, upstream = gradient;
        for (var row = 0; row < rows; row++, x += parts * length, target += parts * length)
        {
            for (var i = 0; i < parts; i++)
            {
                var others = withItself ? i + 1 : i;
                for (var j = 0; j < others; j++)
                {
                    var factor = *upstream++;
                    SimdRows<TSimd, TVector>.AddScaled(target + (i * length), factor, x + (j * length), length);
                    SimdRows<TSimd, TVector>.AddScaled(target + (j * length), factor, x + (i * length), length);
                }
            }
        }
    }
}
