using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Whether all of a vector's elements are finite. 0·x is 0 for a finite x and NaN for all else, and a NaN survives any sum.</summary>
internal readonly unsafe struct FiniteCheck(float* source, int length, bool* result) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector a = TSimd.Zero, b = TSimd.Zero;
        var i = 0;
        for (; i <= length - (2 * TSimd.Width); i += 2 * TSimd.Width)
        {
            a = TSimd.MultiplyAdd(TSimd.Load(source + i), TSimd.Zero, a);
            b = TSimd.MultiplyAdd(TSimd.Load(source + i + TSimd.Width), TSimd.Zero, b);
        }

        var sum = TSimd.Sum(TSimd.Add(a, b));
        for (; i < length; i++)
        {
            sum += 0 * source[i];
        }

        *result = sum == 0;
    }
}
