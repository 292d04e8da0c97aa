using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Loops over rows of any length: whole vectors, then the rest one by one.</summary>
internal static unsafe class SimdRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Σ a[k] · b[k]</summary>
    [MethodImpl(HotCode.Options)]
    public static float Dot(float* a, float* b, int length)
    {
        var sum = TSimd.Zero;
        var k = 0;
        for (; k <= length - TSimd.Width; k += TSimd.Width)
        {
            sum = TSimd.MultiplyAdd(TSimd.Load(a + k), TSimd.Load(b + k), sum);
        }

        var total = TSimd.Sum(sum);
        for (; k < length; k++)
        {
            total += a[k] * b[k];
        }

        return total;
    }

    /// <summary>target[k] += factor · source[k]</summary>
    [MethodImpl(HotCode.Options)]
    public static void AddScaled(float* target, float factor, float* source, int length)
    {
        var k = 0;
        for (; k <= length - TSimd.Width; k += TSimd.Width)
        {
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(factor), TSimd.Load(source + k), TSimd.Load(target + k)), target + k);
        }

        for (; k < length; k++)
        {
            target[k] += factor * source[k];
        }
    }

    /// <summary>target[k] = factor · source[k]. The two may be the same.</summary>
    [MethodImpl(HotCode.Options)]
    public static void Scale(float* target, float factor, float* source, int length)
    {
        var k = 0;
        for (; k <= length - TSimd.Width; k += TSimd.Width)
        {
            TSimd.Store(TSimd.Multiply(TSimd.Create(factor), TSimd.Load(source + k)), target + k);
        }

        for (; k < length; k++)
        {
            target[k] = factor * source[k];
        }
    }
}
