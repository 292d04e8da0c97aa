using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Softmax and log-sum-exp of rows shorter than a vector: as many rows at once as a vector has lanes, one lane a row. Row by row most lanes would idle.
/// </summary>
internal static unsafe class NarrowRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int WidestVector = 16;

    /// <summary>Below any sum of exponentials but that of a row of −∞ alone, which is 0: in its place it keeps quotients and logarithms finite.</summary>
    private const float LeastSum = 1e-30f;

    /// <summary>The softmax of each row, or its logarithm.</summary>
    [MethodImpl(HotCode.Options)]
    public static void Softmax(float* source, int rows, int columns, bool logarithm, float* result)
    {
        float* x = stackalloc float[columns * TSimd.Width], exponentials = stackalloc float[columns * TSimd.Width];
        for (var row = 0; row < rows; row += TSimd.Width)
        {
            var count = Math.Min(TSimd.Width, rows - row);
            Transpose(source + ((long)row * columns), count, columns, x);
            var shift = Shift(x, columns);
            var sum = TSimd.Max(TSimd.Create(LeastSum), Sum(x, shift, columns, exponentials));
            if (logarithm)
            {
                var log = Logarithm(sum);
                for (var i = 0; i < columns * TSimd.Width; i += TSimd.Width)
                {
                    TSimd.Store(TSimd.Subtract(TSimd.Subtract(TSimd.Load(x + i), shift), log), exponentials + i);
                }
            }
            else
            {
                for (var i = 0; i < columns * TSimd.Width; i += TSimd.Width)
                {
                    TSimd.Store(TSimd.Divide(TSimd.Load(exponentials + i), sum), exponentials + i);
                }
            }

            TransposeBack(exponentials, count, columns, result + ((long)row * columns));
        }
    }

    /// <summary>The logarithm of the sum of each row's exponentials.</summary>
    [MethodImpl(HotCode.Options)]
    public static void LogSumExp(float* source, int rows, int columns, float* result)
    {
        float* x = stackalloc float[columns * TSimd.Width], sums = stackalloc float[WidestVector];
        for (var row = 0; row < rows; row += TSimd.Width)
        {
            var count = Math.Min(TSimd.Width, rows - row);
            Transpose(source + ((long)row * columns), count, columns, x);
            var shift = Shift(x, columns);
            TSimd.Store(TSimd.Add(shift, Logarithm(Sum(x, shift, columns, x))), sums);
            TransposeBack(sums, count, 1, result + row);
        }
    }

    /// <summary>Each row's largest element, or the lowest number for a row of −∞ alone, whose exponentials are zeros then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Shift(float* x, int columns)
    {
        var largest = TSimd.Create(float.MinValue);
        for (var i = 0; i < columns * TSimd.Width; i += TSimd.Width)
        {
            largest = TSimd.Max(largest, TSimd.Load(x + i));
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum(float* x, TVector shift, int columns, float* exponentials)
    {
        var sum = TSimd.Zero;
        for (var i = 0; i < columns * TSimd.Width; i += TSimd.Width)
        {
            var exponential = SimdMath<TSimd, TVector>.Exp(TSimd.Subtract(TSimd.Load(x + i), shift));
            TSimd.Store(exponential, exponentials + i);
            sum = TSimd.Add(sum, exponential);
        }

        return sum;
    }

    [MethodImpl(HotCode.Options)]
    private static TVector Logarithm(TVector x)
    {
        var lanes = stackalloc float[WidestVector];
        TSimd.Store(x, lanes);
        for (var lane = 0; lane < TSimd.Width; lane++)
        {
            lanes[lane] = MathF.Log(lanes[lane]);
        }

        return TSimd.Load(lanes);
    }

    /// <summary>From rows to one vector a column; lanes without a row are zeros.</summary>
    [MethodImpl(HotCode.Options)]
    private static void Transpose(float* rows, int count, int columns, float* lanes)
    {
        if (count < TSimd.Width)
        {
            new Span<float>(lanes, columns * TSimd.Width).Clear();
        }

        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                lanes[(column * TSimd.Width) + row] = *rows++;
            }
        }
    }

    /// <summary>From one vector a column to rows.</summary>
    [MethodImpl(HotCode.Options)]
    private static void TransposeBack(float* lanes, int count, int columns, float* rows)
    {
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                *rows++ = lanes[(column * TSimd.Width) + row];
            }
        }
    }
}
