using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Sums bags of a table's rows, or some columns of them: four vectors of the sum stay in registers while the bag passes by, so that each row of
/// the table is read once and nothing is written but the result.
/// </summary>
internal readonly unsafe struct RowPooling(
    float* table, int* rows, int* offsets, float* weights, float* result, int first, int count, int d, int column, int width) : ISimdKernel
{
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var bag = first; bag < first + count; bag++)
        {
            var (begin, end) = (offsets[bag], offsets[bag + 1]);
            var target = result + ((long)bag * d);
            var k = column;
            for (; k <= column + width - (4 * TSimd.Width); k += 4 * TSimd.Width)
            {
                FourVectors<TSimd, TVector>(begin, end, k, target + k);
            }

            for (; k <= column + width - TSimd.Width; k += TSimd.Width)
            {
                OneVector<TSimd, TVector>(begin, end, k, target + k);
            }

            for (; k < column + width; k++)
            {
                OneVector<SimdScalar, float>(begin, end, k, target + k);
            }
        }
    }

    [MethodImpl(HotCode.Options)]
    private void FourVectors<TSimd, TVector>(int begin, int end, int k, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector s0 = TSimd.Zero, s1 = TSimd.Zero, s2 = TSimd.Zero, s3 = TSimd.Zero;
        for (var e = begin; e < end; e++)
        {
            var row = table + ((long)rows[e] * d) + k;
            var weight = TSimd.Create(weights is null ? 1f : weights[e]);
            s0 = TSimd.MultiplyAdd(weight, TSimd.Load(row), s0);
            s1 = TSimd.MultiplyAdd(weight, TSimd.Load(row + TSimd.Width), s1);
            s2 = TSimd.MultiplyAdd(weight, TSimd.Load(row + (2 * TSimd.Width)), s2);
            s3 = TSimd.MultiplyAdd(weight, TSimd.Load(row + (3 * TSimd.Width)), s3);
        }

        TSimd.Store(s0, target);
        TSimd.Store(s1, target + TSimd.Width);
        TSimd.Store(s2, target + (2 * TSimd.Width));
        TSimd.Store(s3, target + (3 * TSimd.Width));
    }

    [MethodImpl(HotCode.Options)]
    private void OneVector<TSimd, TVector>(int begin, int end, int k, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var sum = TSimd.Zero;
        for (var e = begin; e < end; e++)
        {
            sum = TSimd.MultiplyAdd(TSimd.Create(weights is null ? 1f : weights[e]), TSimd.Load(table + ((long)rows[e] * d) + k), sum);
        }

        TSimd.Store(sum, target);
    }
}
