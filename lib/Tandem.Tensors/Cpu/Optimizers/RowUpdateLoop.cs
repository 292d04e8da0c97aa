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
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (rows is null)
        {
            Row<TSimd, TVector>(first, gradient + first, count);
            return;
        }

        for (var i = first; i < first + count; i++)
        {
            Row<TSimd, TVector>(rows[i] * (long)d, gradient + ((long)i * d), d);
        }
    }

    private void Row<TSimd, TVector>(long weight, float* from, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var done = Elements<TSimd, TVector>(0, weight, from, length);
        Elements<SimdScalar, float>(done, weight, from, length);
    }

    /// <summary>As many elements as fill vectors, from k on; returns where it stopped.</summary>
    [MethodImpl(HotCode.Options)]
    private int Elements<TSimd, TVector>(int k, long weight, float* from, int length)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (; k <= length - TSimd.Width; k += TSimd.Width)
        {
            update.Apply<TSimd, TVector>(weight + k, from + k);
        }

        return k;
    }
}
