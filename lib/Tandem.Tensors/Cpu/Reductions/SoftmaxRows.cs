using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The softmax of each row, or its logarithm.</summary>
internal readonly unsafe struct SoftmaxRows(float* source, int rows, int columns, bool logarithm, float* result) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (columns < TSimd.Width)
        {
            NarrowRows<TSimd, TVector>.Softmax(source, rows, columns, logarithm, result);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            float* x = source + ((long)row * columns), target = result + ((long)row * columns);
            var shift = ExponentialRow<TSimd, TVector>.Shift(x, columns);
            if (logarithm)
            {
                var sum = ExponentialRow<TSimd, TVector>.Sum(x, shift, columns, null);
                Subtract<TSimd, TVector>(x, shift, (float)Math.Log(sum), target);
            }
            else
            {
                // A row of −∞ alone sums to 0, and stays zeros.
                var sum = ExponentialRow<TSimd, TVector>.Sum(x, shift, columns, target);
                SimdRows<TSimd, TVector>.Scale(target, sum == 0 ? 0 : (float)(1 / sum), target, columns);
            }
        }
    }

    /// <summary>(x − shift) − logarithm, one after the other: the first difference is exact where it matters, however large the two are.</summary>
    [MethodImpl(HotCode.Options)]
    private void Subtract<TSimd, TVector>(float* x, float shift, float logarithm, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (logarithm == float.NegativeInfinity)
        {
            new Span<float>(target, columns).Fill(float.NegativeInfinity);
            return;
        }

        var i = 0;
        for (; i <= columns - TSimd.Width; i += TSimd.Width)
        {
            TSimd.Store(TSimd.Subtract(TSimd.Subtract(TSimd.Load(x + i), TSimd.Create(shift)), TSimd.Create(logarithm)), target + i);
        }

        for (; i < columns; i++)
        {
            target[i] = x[i] - shift - logarithm;
        }
    }
}
