using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The loop under every optimiser: row i of the gradient, d long, updates row <c>rows[i]</c> of the weights; without indices, elements
/// <paramref name="first"/> to <c>first + count</c> update their own weights. What does not fill a vector is done one float at a time; every
/// operation rounds as its vector twin does, so a weight's bits do not depend on where it lies, nor on whether its row came by index.
/// </summary>
internal readonly unsafe struct RowUpdateLoop<TUpdate>(TUpdate update, float* gradient, int* rows, int first, int count, int d) : ISimdKernel
    where TUpdate : struct, IRowUpdate
{
    /// <summary>How many rows before their turn scattered rows are asked for: long enough for memory to answer, short enough for the first-level cache to keep them.</summary>
    private const int RowsAhead = 8;

    private const int CacheLine = 16;

    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var rule = update;
        if (rows is null)
        {
            Row<TSimd, TVector>(rule, first, gradient + first, count);
            return;
        }

        var last = first + count - 1;
        for (var i = first; i <= last; i++)
        {
            var ahead = rows[Math.Min(i + RowsAhead, last)] * (long)d;
            for (var k = 0; k < d; k += CacheLine)
            {
                rule.Expect(ahead + k);
            }

            Row<TSimd, TVector>(rule, rows[i] * (long)d, gradient + ((long)i * d), d);
        }
    }

    /// <summary>Updates weights that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row<TSimd, TVector>(in TUpdate rule, long weight, float* gradient, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var k = 0;
        for (; k <= length - TSimd.Width; k += TSimd.Width)
        {
            rule.Apply<TSimd, TVector>(weight + k, gradient + k);
        }

        for (; k < length; k++)
        {
            rule.Apply<SimdScalar, float>(weight + k, gradient + k);
        }
    }
}
