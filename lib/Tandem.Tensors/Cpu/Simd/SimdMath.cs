using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>Functions made of <see cref="ISimd{TVector}"/>'s operations.</summary>
internal static class SimdMath<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts (Cody and Waite): the product of the first with any exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Beyond these eˣ is +∞, or zero; within, the exponent fits ScaleByPowerOfTwo.
    private const float Highest = 128f;
    private const float Lowest = -128f;

    /// <summary>eˣ to 3·10⁻⁷ relative (absolute below the smallest normal); 0 and +∞ where it under- and overflows; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TSimd.Min(TSimd.Create(Highest), TSimd.Max(TSimd.Create(Lowest), x));
        var n = TSimd.Round(TSimd.Multiply(x, TSimd.Create(Log2E)));
        var f = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2High), x);
        f = TSimd.MultiplyAdd(n, TSimd.Create(-Ln2Low), f);
        return TSimd.ScaleByPowerOfTwo(TSimd.Exp2(TSimd.Multiply(f, TSimd.Create(Log2E))), n);
    }
}
