using System.Runtime.CompilerServices;

namespace Tandem.Tensors;

/// <summary>
/// Adds the rows of a matrix to totals in double: a few rows at a time in float, whose rounding errors stay those of a few additions.
/// </summary>
internal readonly unsafe struct RowSum(float* source, int rows, int columns, double* totals) : ISimdKernel
{
    private const int RowsAtATime = 32;
    private const int WidestVector = 16;

    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        for (var row = 0; row < rows; row += RowsAtATime)
        {
            var first = source + ((long)row * columns);
            var count = Math.Min(RowsAtATime, rows - row);
            var column = AddColumns<TSimd, TVector>(0, first, count);
            AddColumns<SimdScalar, float>(column, first, count);
        }
    }

    /// <summary>Adds the columns that fill vectors, from the given one on; returns where it stopped.</summary>
    [MethodImpl(HotCode.Options)]
    private int AddColumns<TSimd, TVector>(int column, float* first, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var lanes = stackalloc float[WidestVector];
        for (; column <= columns - TSimd.Width; column += TSimd.Width)
        {
            var sum = TSimd.Zero;
            var next = first + column;
            for (var row = 0; row < count; row++, next += columns)
            {
                sum = TSimd.Add(sum, TSimd.Load(next));
            }

            TSimd.Store(sum, lanes);
            for (var lane = 0; lane < TSimd.Width; lane++)
            {
                totals[column + lane] += lanes[lane];
            }
        }

        return column;
    }
}
