using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>The logarithm of the sum of each row's exponentials.</summary>
internal readonly unsafe struct LogSumExpRows(float* source, int rows, int columns, float* result) : ISimdKernel
{
    [MethodImpl(HotCode.Options)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (columns < TSimd.Width)
        {
            NarrowRows<TSimd, TVector>.LogSumExp(source, rows, columns, result);
            return;
        }

        for (var row = 0; row < rows; row++)
        {
            var x = source + ((long)row * columns);
            var shift = ExponentialRow<TSimd, TVector>.Shift(x, columns);
            result[row] = (float)(shift + Math.Log(ExponentialRow<TSimd, TVector>.Sum(x, shift, columns, null)));
        }
    }
}
