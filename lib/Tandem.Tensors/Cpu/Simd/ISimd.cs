namespace Tandem.Tensors;

/// <summary>
/// The vector operations that kernels are written in. The just-in-time compiler makes a copy of a kernel for each
/// implementation and inlines every operation, so that one source serves all widths at the speed of hand-written intrinsics.
/// </summary>
/// <typeparam name="TVector">A register of floats.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>The number of floats in a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>The value in every lane.</summary>
    static abstract TVector Create(float value);

    /// <summary>Reads <see cref="Width"/> floats; no alignment is asked for.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes <see cref="Width"/> floats.</summary>
    static abstract void Store(TVector value, float* target);

    /// <summary>a + b</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once where the processor has the instruction and twice (never in software) where it has not.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The larger of the two. When a lane is NaN in either, the result is <paramref name="b"/> or NaN.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller of the two. When a lane is NaN in either, the result is <paramref name="b"/> or NaN.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>√x, correctly rounded.</summary>
    static abstract TVector Sqrt(TVector x);

    /// <summary>|x|</summary>
    static abstract TVector Abs(TVector x);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TVector Round(TVector x);

    /// <summary>A mask for <see cref="Select"/>: all bits where a &gt; b, none elsewhere or where either is NaN.</summary>
    static abstract TVector GreaterThan(TVector a, TVector b);

    /// <summary>Lanes of <paramref name="yes"/> where the mask is set, of <paramref name="no"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>The number of lanes where a &gt; b.</summary>
    static abstract int CountGreaterThan(TVector a, TVector b);

    /// <summary>A bit for each lane, the first the lowest, where a &gt; b or either is NaN: all but those known to be no greater.</summary>
    static abstract uint NotAtMostBits(TVector a, TVector b);

    /// <summary>The sum of the lanes, in an order that depends on the width alone.</summary>
    static abstract float Sum(TVector x);

    /// <summary>
    /// 2ˣ to 2·10⁻⁷ relative in [−126, 127.5): in the inner loop of the softmax, so as few instructions as that takes.
    /// Below −126 it goes to zero or a subnormal, above it may be +∞; NaN stays NaN.
    /// </summary>
    static abstract TVector Exp2(TVector x);

    /// <summary>x · 2ⁿ for integers n in [−252, 254], through subnormals and to +∞ as the type allows.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector x, TVector n);
}
