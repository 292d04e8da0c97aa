using System.Runtime.CompilerServices;

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
    /// C = A·B or C += A·B for the first <paramref name="rows"/> rows of a tile. Row r of A starts at <c>a + r·rowStep</c> and goes on every
    /// <paramref name="columnStep"/>; row q of B is <c>b + q·bStep</c>, a whole tile wide.
    /// </summary>
    public static void Multiply(
        float* a, long rowStep, long columnStep, float* b, long bStep, int k, float* c, long cStep, int rows, bool accumulate)
    {
        // Rows that the matrix lacks repeat its last one; they are computed and not stored.
        var last = rows - 1;
        var a0 = a;
        var a1 = a + (Math.Min(1, last) * rowStep);
        var a2 = a + (Math.Min(2, last) * rowStep);
        var a3 = a + (Math.Min(3, last) * rowStep);
        var a4 = a + (Math.Min(4, last) * rowStep);
        var a5 = a + (Math.Min(5, last) * rowStep);
        var a6 = a + (Math.Min(6, last) * rowStep);
        var a7 = a + (Math.Min(7, last) * rowStep);
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

        StoreRow(0, s00, s01, c, cStep, rows, accumulate);
        StoreRow(1, s10, s11, c, cStep, rows, accumulate);
        StoreRow(2, s20, s21, c, cStep, rows, accumulate);
        StoreRow(3, s30, s31, c, cStep, rows, accumulate);
        StoreRow(4, s40, s41, c, cStep, rows, accumulate);
        StoreRow(5, s50, s51, c, cStep, rows, accumulate);
        if (Rows > 6)
        {
            StoreRow(6, s60, s61, c, cStep, rows, accumulate);
            StoreRow(7, s70, s71, c, cStep, rows, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(int row, TVector left, TVector right, float* c, long cStep, int rows, bool accumulate)
    {
        if (row >= rows)
        {
            return;
        }

        var target = c + (row * cStep);
        if (accumulate)
        {
            left = TSimd.Add(TSimd.Load(target), left);
            right = TSimd.Add(TSimd.Load(target + TSimd.Width), right);
        }

        TSimd.Store(left, target);
        TSimd.Store(right, target + TSimd.Width);
    }
}
