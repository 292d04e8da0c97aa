using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>acc[row] += mean(g²); w[row] −= rate/(√acc[row] + ε)·g: row i of the gradient belongs to row <c>rows[i]</c>, without indices to row i.</summary>
internal readonly unsafe struct RowWiseAdagradLoop(
    float* weights, float* accumulator, float* gradient, int* rows, int first, int count, int d, float rate, float epsilon) : ISimdKernel
{
    private const int RowsAhead = 8;

    private const int CacheLine = 16;

    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var last = first + count - 1;
        for (var i = first; i <= last; i++)
        {
            Expect(RowOf(Math.Min(i + RowsAhead, last)));
            var row = RowOf(i);
            var from = gradient + ((long)i * d);
            var sum = accumulator[row] + (SimdRows<TSimd, TVector>.Dot(from, from, d) / d);
            accumulator[row] = sum;
            SimdRows<TSimd, TVector>.AddScaled(weights + ((long)row * d), -rate / (MathF.Sqrt(sum) + epsilon), from, d);
        }
    }

    private int RowOf(int i) => rows is null ? i : rows[i];

    private void Expect(int row)
    {
        Prefetch.Line(accumulator + row);
        for (var k = 0; k < d; k += CacheLine)
        {
            Prefetch.Line(weights + ((long)row * d) + k);
        }
    }
}
