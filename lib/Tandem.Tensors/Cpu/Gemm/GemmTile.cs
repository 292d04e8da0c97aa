using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Tensors;

/// <summary>
/// The innermost product: a tile of C, held in registers, gains k outer products of a column of A and a row of B. The tile is two vectors
/// wide, and 8 rows high where there are 32 registers (AVX-512: 16 sums, two of B, one of A) or 6 where there are 16 (12 + 2 + 1). Sums
/// run over k in order, each in one lane, so a tile's bits depend on nothing but its rows and columns.
/// </summary>
internal static unsafe class GemmTile<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of a tile.</summary>
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TSimd.Width == 16 ? 8 : 6;
    }

    /// <summary>Columns of a tile.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TSimd.Width;
    }

    /// <summary>
    /// C = A·B or C += A·B for a whole tile of C. Row r of A starts at <c>a + r·rowStep</c> and goes on every <paramref name="columnStep"/>;
    /// row q of B is <c>b + q·bStep</c>, a whole tile wide. Where A has but <paramref name="rows"/> rows, the last one is repeated.
    /// </summary>
    [MethodImpl(HotCode.Options)]
    public static void Multiply(
        float* a, long rowStep, long columnStep, float* b, long bStep, int k, float* c, long cStep, int rows, bool accumulate)
    {
        var last = rows - 1;
        var a0 = a;
        var a1 = a + (Math.Min(1, last) * rowStep);
        var a2 = a + (Math.Min(2, last) * rowStep);
        var a3 = a + (Math.Min(3, last) * rowStep);
        var a4 = a + (Math.Min(4, last) * rowStep);
        var a5 = a + (Math.Min(5, last) * rowStep);
        var a6 = a + (Math.Min(6, last) * rowStep);
        var a7 = a + (Math.Min(7, last) * rowStep);
        if (accumulate)
        {
            Prefetch(c, cStep);
        }

        TVector s00 = TSimd.Zero, s01 = TSimd.Zero, s10 = TSimd.Zero, s11 = TSimd.Zero, s20 = TSimd.Zero, s21 = TSimd.Zero;
        TVector s30 = TSimd.Zero, s31 = TSimd.Zero, s40 = TSimd.Zero, s41 = TSimd.Zero, s50 = TSimd.Zero, s51 = TSimd.Zero;
        TVector s60 = TSimd.Zero, s61 = TSimd.Zero, s70 = TSimd.Zero, s71 = TSimd.Zero;
        for (long q = 0, end = k * columnStep; q < end; q += columnStep, b += bStep)
        {
            TVector b0 = TSimd.Load(b), b1 = TSimd.Load(b + TSimd.Width);
            var x = TSimd.Create(a0[q]);
            s00 = TSimd.MultiplyAdd(x, b0, s00);
            s01 = TSimd.MultiplyAdd(x, b1, s01);
            x = TSimd.Create(a1[q]);
            s10 = TSimd.MultiplyAdd(x, b0, s10);
            s11 = TSimd.MultiplyAdd(x, b1, s11);
            x = TSimd.Create(a2[q]);
            s20 = TSimd.MultiplyAdd(x, b0, s20);
            s21 = TSimd.MultiplyAdd(x, b1, s21);
            x = TSimd.Create(a3[q]);
            s30 = TSimd.MultiplyAdd(x, b0, s30);
            s31 = TSimd.MultiplyAdd(x, b1, s31);
            x = TSimd.Create(a4[q]);
            s40 = TSimd.MultiplyAdd(x, b0, s40);
            s41 = TSimd.MultiplyAdd(x, b1, s41);
            x = TSimd.Create(a5[q]);
            s50 = TSimd.MultiplyAdd(x, b0, s50);
            s51 = TSimd.MultiplyAdd(x, b1, s51);
            if (Rows > 6)
            {
                x = TSimd.Create(a6[q]);
                s60 = TSimd.MultiplyAdd(x, b0, s60);
                s61 = TSimd.MultiplyAdd(x, b1, s61);
                x = TSimd.Create(a7[q]);
                s70 = TSimd.MultiplyAdd(x, b0, s70);
                s71 = TSimd.MultiplyAdd(x, b1, s71);
            }
        }

        if (accumulate)
        {
            AddTo(c, s00, s01);
            AddTo(c += cStep, s10, s11);
            AddTo(c += cStep, s20, s21);
            AddTo(c += cStep, s30, s31);
            AddTo(c += cStep, s40, s41);
            AddTo(c += cStep, s50, s51);
            if (Rows > 6)
            {
                AddTo(c += cStep, s60, s61);
                AddTo(c + cStep, s70, s71);
            }
        }
        else
        {
            Store(c, s00, s01);
            Store(c += cStep, s10, s11);
            Store(c += cStep, s20, s21);
            Store(c += cStep, s30, s31);
            Store(c += cStep, s40, s41);
            Store(c += cStep, s50, s51);
            if (Rows > 6)
            {
                Store(c += cStep, s60, s61);
                Store(c + cStep, s70, s71);
            }
        }
    }

    /// <summary>Asks for the lines of C early: they arrive while the tile is computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* c, long cStep)
    {
        if (Sse.IsSupported)
        {
            for (var row = 0; row < Rows; row++, c += cStep)
            {
                Sse.Prefetch0(c);
                Sse.Prefetch0(c + TSimd.Width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, TVector left, TVector right)
    {
        TSimd.Store(left, target);
        TSimd.Store(right, target + TSimd.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* target, TVector left, TVector right) =>
        Store(target, TSimd.Add(TSimd.Load(target), left), TSimd.Add(TSimd.Load(target + TSimd.Width), right));
}
