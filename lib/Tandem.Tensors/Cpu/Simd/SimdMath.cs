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

    /// <summary>eˣ − 1 for x ≤ 0, to 6·10⁻⁷ relative: by 2t/(1 − t) with t = tanh(x/2) where the difference would cancel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne(TVector x)
    {
        var one = TSimd.Create(1f);
        var t = TanhNearZero(TSimd.Multiply(TSimd.Create(0.5f), x));
        var near = TSimd.Divide(TSimd.Add(t, t), TSimd.Subtract(one, t));
        var far = TSimd.Subtract(Exp(x), one);
        return TSimd.Select(TSimd.GreaterThan(TSimd.Create(-1.25f), x), far, near);
    }

    /// <summary>log(1 + u) for u in [0, 1], to 2·10⁻⁷ relative: 2·artanh(s), s = u/(2 + u), as s + s³·P(s²), P minimax on [0, 1/9].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus(TVector u)
    {
        var s = TSimd.Divide(u, TSimd.Add(TSimd.Create(2f), u));
        var square = TSimd.Multiply(s, s);
        var p = TSimd.MultiplyAdd(TSimd.Create(0.13432773f), square, TSimd.Create(0.14117081f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(0.20003837f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(0.3333332f));
        p = TSimd.MultiplyAdd(TSimd.Multiply(s, square), p, s);
        return TSimd.Add(p, p);
    }

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Logistic(TVector x)
    {
        var one = TSimd.Create(1f);
        return TSimd.Divide(one, TSimd.Add(one, Exp(TSimd.Subtract(TSimd.Zero, x))));
    }

    /// <summary>tanh x for |x| ≤ 0.625, to 3·10⁻⁷ relative: x + x³·P(x²), P minimax in relative error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector TanhNearZero(TVector x)
    {
        var square = TSimd.Multiply(x, x);
        var p = TSimd.MultiplyAdd(TSimd.Create(-0.005704987f), square, TSimd.Create(0.020639086f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-0.053739715f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(0.13331442f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-0.3333328f));
        return TSimd.MultiplyAdd(TSimd.Multiply(x, square), p, x);
    }

    /// <summary>
    /// The standard normal's distribution function Φ(x) from <paramref name="density"/> = e^(−x²/2): the upper tail is that times a polynomial in
    /// 1/(1 + 0.3|x|), minimax in relative error (9·10⁻⁸) on |x| ≤ 20, beyond which the tail is zero in single precision anyway.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalDistribution(TVector x, TVector density)
    {
        var one = TSimd.Create(1f);
        var t = TSimd.Divide(one, TSimd.MultiplyAdd(TSimd.Create(0.3f), TSimd.Abs(x), one));
        var p = TSimd.MultiplyAdd(TSimd.Create(0.03767315f), t, TSimd.Create(-0.16616748f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(0.22331965f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(-0.07132925f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(0.13956344f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(0.09571203f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(0.12171216f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(0.11951007f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Create(6.199281e-6f));
        var tail = TSimd.Multiply(density, p);
        return TSimd.Select(TSimd.GreaterThan(x, TSimd.Zero), TSimd.Subtract(one, tail), tail);
    }

    /// <summary>e^(−x²/2): the standard normal's density, but for its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NormalDensity(TVector x) => Exp(TSimd.Multiply(TSimd.Create(-0.5f), TSimd.Multiply(x, x)));

    /// <summary>x held between −limit and limit; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Clamp(TVector x, float limit) => TSimd.Min(TSimd.Create(limit), TSimd.Max(TSimd.Create(-limit), x));
}
