using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Six rows of two vectors, kept in registers while a matrix product sums into them. Twelve chains of multiply-adds hide the
/// instruction's latency (4 to 5 cycles, two a cycle), and with two vectors of the right operand and one broadcast of the left they fill
/// the 16 registers of AVX2 without spilling; wider tiles measure no faster on the 32 registers of AVX-512. Fields and not an array: the
/// just-in-time compiler keeps a local of this type in registers as long as its address does not escape, which inlined members see to.
/// </summary>
internal unsafe struct Tile6x2<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The number of rows.</summary>
    public const int Rows = 6;

    /// <summary>The left vectors of the rows.</summary>
    public TVector L0, L1, L2, L3, L4, L5;

    /// <summary>The right vectors of the rows.</summary>
    public TVector R0, R1, R2, R3, R4, R5;

    /// <summary>The number of columns: two vectors.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Width;
    }

    /// <summary>Sets all to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        L0 = L1 = L2 = L3 = L4 = L5 = TSimd.Zero;
        R0 = R1 = R2 = R3 = R4 = R5 = TSimd.Zero;
    }

    /// <summary>Reads the tile; rows are <paramref name="stride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(float* source, nint stride)
    {
        (L0, R0) = LoadRow(source);
        (L1, R1) = LoadRow(source + stride);
        (L2, R2) = LoadRow(source + (2 * stride));
        (L3, R3) = LoadRow(source + (3 * stride));
        (L4, R4) = LoadRow(source + (4 * stride));
        (L5, R5) = LoadRow(source + (5 * stride));
    }

    /// <summary>Writes the tile; rows are <paramref name="stride"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(float* target, nint stride)
    {
        StoreRow(L0, R0, target);
        StoreRow(L1, R1, target + stride);
        StoreRow(L2, R2, target + (2 * stride));
        StoreRow(L3, R3, target + (3 * stride));
        StoreRow(L4, R4, target + (4 * stride));
        StoreRow(L5, R5, target + (5 * stride));
    }

    /// <summary>
    /// <c>tile[i, :] += Σ_s a[i·rowStride + s·stepStride] · b[s·bStride + :]</c>, one multiply-add a step, s ascending from 0: whoever sums in
    /// that order gets the same bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float* a, nint rowStride, nint stepStride, float* b, nint bStride, int steps)
    {
        for (; steps > 0; steps--, a += stepStride, b += bStride)
        {
            Step(a, rowStride, b);
        }
    }

    /// <summary>
    /// As <see cref="MultiplyAdd(float*, nint, nint, float*, nint, int)"/> with a step stride of 1, while <c>6 · steps</c> floats from
    /// <paramref name="ahead"/> on are asked for: the tile's share of a matrix that is read once, from memory too slow to wait for.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MultiplyAdd(float* a, nint rowStride, float* b, nint bStride, int steps, float* ahead)
    {
        for (; steps > 0; steps--, a++, b += bStride, ahead += Rows)
        {
            Prefetch.Line(ahead);
            Step(a, rowStride, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Step(float* a, nint rowStride, float* b)
    {
        var (left, right) = LoadRow(b);
        MultiplyAddRow(a[0], left, right, ref L0, ref R0);
        MultiplyAddRow(a[rowStride], left, right, ref L1, ref R1);
        MultiplyAddRow(a[2 * rowStride], left, right, ref L2, ref R2);
        MultiplyAddRow(a[3 * rowStride], left, right, ref L3, ref R3);
        MultiplyAddRow(a[4 * rowStride], left, right, ref L4, ref R4);
        MultiplyAddRow(a[5 * rowStride], left, right, ref L5, ref R5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAddRow(float a, TVector left, TVector right, ref TVector l, ref TVector r)
    {
        var factor = TSimd.Create(a);
        l = TSimd.MultiplyAdd(factor, left, l);
        r = TSimd.MultiplyAdd(factor, right, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Left, TVector Right) LoadRow(float* source) => (TSimd.Load(source), TSimd.Load(source + TSimd.Width));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(TVector left, TVector right, float* target)
    {
        TSimd.Store(left, target);
        TSimd.Store(right, target + TSimd.Width);
    }
}
