using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Sums up the rows of a table that bags name. A strip of four vectors of columns stays in registers while a bag's rows stream by; each sum is
/// in the order of the bag's entries.
/// </summary>
internal readonly unsafe struct RowPooling(float* table, int* rows, int* offsets, float* weights, float* result, int bags, int d) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var bag = 0; bag < bags; bag++)
        {
            var (start, end) = (offsets[bag], offsets[bag + 1]);
            var target = result + ((long)bag * d);
            var k = 0;
            for (; k <= d - (4 * TSimd.Width); k += 4 * TSimd.Width)
            {
                AddStrip<TSimd, TVector>(start, end, k, target + k);
            }

            for (; k <= d - TSimd.Width; k += TSimd.Width)
            {
                var sum = TSimd.Zero;
                for (var entry = start; entry < end; entry++)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Create(Weight(entry)), TSimd.Load(Row(entry) + k), sum);
                }

                TSimd.Store(sum, target + k);
            }

            for (; k < d; k++)
            {
                var sum = 0f;
                for (var entry = start; entry < end; entry++)
                {
                    sum += Weight(entry) * Row(entry)[k];
                }

                target[k] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddStrip<TSimd, TVector>(int start, int end, int k, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var (sum0, sum1, sum2, sum3) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
        for (var entry = start; entry < end; entry++)
        {
            var row = Row(entry) + k;
            var weight = TSimd.Create(Weight(entry));
            sum0 = TSimd.MultiplyAdd(weight, TSimd.Load(row), sum0);
            sum1 = TSimd.MultiplyAdd(weight, TSimd.Load(row + TSimd.Width), sum1);
            sum2 = TSimd.MultiplyAdd(weight, TSimd.Load(row + (2 * TSimd.Width)), sum2);
            sum3 = TSimd.MultiplyAdd(weight, TSimd.Load(row + (3 * TSimd.Width)), sum3);
        }

        TSimd.Store(sum0, target);
        TSimd.Store(sum1, target + TSimd.Width);
        TSimd.Store(sum2, target + (2 * TSimd.Width));
        TSimd.Store(sum3, target + (3 * TSimd.Width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Row(int entry) => table + ((long)rows[entry] * d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Weight(int entry) => weights is null ? 1f : weights[entry];
}
