using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// The loop under every elementwise kernel: <c>result[i, j] = f(a[i, j], b)</c>, where b is <c>b[i · step + j]</c> or, with one b for a row,
/// <c>b[i · step]</c>. Elements that do not fill a vector are put into one, so where an element lies does not change its bits.
/// </summary>
internal readonly unsafe struct ElementwiseLoop<TFunction>(float* a, float* b, int step, bool oneRight, float* result, int rows, int columns) : ISimdKernel
    where TFunction : struct, IBinaryFunction
{
    private const int WidestVector = 16;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var row = 0; row < rows; row++)
        {
            var offset = (long)row * columns;
            float* left = a + offset, right = b + ((long)row * step), target = result + offset;
            var done = oneRight ? WithOneRight<TSimd, TVector>(left, right, target) : WithEachRight<TSimd, TVector>(left, right, target);
            if (done < columns)
            {
                Tail<TSimd, TVector>(left + done, oneRight ? right : right + done, target + done, columns - done);
            }
        }
    }

    /// <summary>As many elements as fill vectors; returns how many.</summary>
    [MethodImpl(HotCode.Options)]
    private int WithEachRight<TSimd, TVector>(float* left, float* right, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var i = 0;
        for (; i <= columns - TSimd.Width; i += TSimd.Width)
        {
            TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Load(left + i), TSimd.Load(right + i)), target + i);
        }

        return i;
    }

    /// <inheritdoc cref="WithEachRight"/>
    [MethodImpl(HotCode.Options)]
    private int WithOneRight<TSimd, TVector>(float* left, float* right, float* target)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var same = TSimd.Create(*right);
        var i = 0;
        for (; i <= columns - TSimd.Width; i += TSimd.Width)
        {
            TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Load(left + i), same), target + i);
        }

        return i;
    }

    private void Tail<TSimd, TVector>(float* left, float* right, float* target, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        float* x = stackalloc float[WidestVector], y = stackalloc float[WidestVector];
        for (var i = 0; i < count; i++)
        {
            x[i] = left[i];
            y[i] = right[oneRight ? 0 : i];
        }

        TSimd.Store(TFunction.Apply<TSimd, TVector>(TSimd.Load(x), TSimd.Load(y)), x);
        for (var i = 0; i < count; i++)
        {
            target[i] = x[i];
        }
    }
}
