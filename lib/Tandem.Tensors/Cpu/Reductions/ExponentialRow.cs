using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>What the softmax and the log-sum-exp of a row are made of.</summary>
internal static unsafe class ExponentialRow<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int WidestVector = 16;

    /// <summary>Columns whose exponentials are summed in float, before the sum goes to a double.</summary>
    private const int ColumnsAtATime = 512;

    /// <summary>What to subtract before taking exponentials: the row's largest element; 0 for a row of −∞ alone, whose exponentials are zeros.</summary>
    [MethodImpl(HotCode.Options)]
    public static float Shift(float* x, int columns)
    {
        var largest = float.NegativeInfinity;
        var i = 0;
        if (columns >= TSimd.Width)
        {
            var lanes = stackalloc float[WidestVector];
            var maximum = TSimd.Load(x);
            for (i = TSimd.Width; i <= columns - TSimd.Width; i += TSimd.Width)
            {
                maximum = TSimd.Max(maximum, TSimd.Load(x + i));
            }

            TSimd.Store(maximum, lanes);
            for (var lane = 0; lane < TSimd.Width; lane++)
            {
                largest = Math.Max(largest, lanes[lane]);
            }
        }

        for (; i < columns; i++)
        {
            largest = Math.Max(largest, x[i]);
        }

        return largest == float.NegativeInfinity ? 0 : largest;
    }

    /// <summary>The sum of <c>exp(x − shift)</c>; the exponentials go to <paramref name="target"/>, if there is one.</summary>
    [MethodImpl(HotCode.Options)]
    public static double Sum(float* x, float shift, int columns, float* target)
    {
        var thrownAway = stackalloc float[target is null ? Math.Min(ColumnsAtATime, columns) : 0];
        double sum = 0;
        for (var begin = 0; begin < columns; begin += ColumnsAtATime)
        {
            sum += SumOfSome(x + begin, shift, Math.Min(ColumnsAtATime, columns - begin), target is null ? thrownAway : target + begin);
        }

        return sum;
    }

    [MethodImpl(HotCode.Options)]
    private static float SumOfSome(float* x, float shift, int columns, float* target)
    {
        var (sum, subtracted) = (TSimd.Zero, TSimd.Create(shift));
        var i = 0;
        for (; i <= columns - TSimd.Width; i += TSimd.Width)
        {
            var exponentials = SimdMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(x + i), subtracted));
            TSimd.Store(exponentials, target + i);
            sum = TSimd.Add(sum, exponentials);
        }

        if (i < columns)
        {
            sum = TSimd.Add(sum, Rest(x + i, subtracted, columns - i, target + i));
        }

        return TSimd.Sum(sum);
    }

    /// <summary>The elements that do not fill a vector, filled up with −∞, whose exponentials are zero.</summary>
    [MethodImpl(HotCode.Options)]
    private static TVector Rest(float* x, TVector subtracted, int count, float* target)
    {
        var lanes = stackalloc float[WidestVector];
        for (var lane = 0; lane < WidestVector; lane++)
        {
            lanes[lane] = lane < count ? x[lane] : float.NegativeInfinity;
        }

        var exponentials = SimdMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(lanes), subtracted));
        TSimd.Store(exponentials, lanes);
        for (var lane = 0; lane < count; lane++)
        {
            target[lane] = lanes[lane];
        }

        return exponentials;
    }
}
