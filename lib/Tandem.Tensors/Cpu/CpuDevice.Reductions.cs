namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Elements summed by one task. Partial sums are combined in the order of the blocks, so that threads do not show.</summary>
    private const int ReductionBlock = 64 * 1024;

    /// <inheritdoc/>
    public void Sum(Tensor x, Tensor result)
    {
        var source = Pointer(x);
        var partial = new double[BlockCount(x.Shape.Count, ReductionBlock)];
        ForEachBlock(x.Shape.Count, ReductionBlock, (block, start, length) =>
        {
            if (length > 0)
            {
                partial[block] = SumOf(source + start, length);
            }
        });
        *Pointer(result) = (float)partial.Sum();
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void SumColumns(Tensor x, Tensor result)
    {
        var columns = x.Shape.Columns;
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Rows, RowsOf(ReductionBlock, columns), (_, start, rows) =>
        {
            for (var row = start; row < start + rows; row++)
            {
                target[row] = (float)SumOf(source + ((long)row * columns), columns);
            }
        });
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void SumRows(Tensor x, Tensor result)
    {
        var columns = x.Shape.Columns;
        var source = Pointer(x);
        var rowsOfBlock = RowsOf(ReductionBlock, columns);
        var partial = new double[Math.Max(1, BlockCount(x.Shape.Rows, rowsOfBlock))][];
        ForEachBlock(x.Shape.Rows, rowsOfBlock, (block, start, rows) =>
        {
            var sums = partial[block] = new double[columns];
            fixed (double* target = sums)
            {
                SimdSupport.Run(Simd, new RowSum(source + ((long)start * columns), rows, columns, target));
            }
        });
        Total(partial, Span(result));
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void Softmax(Tensor x, bool logarithm, Tensor result)
    {
        var columns = x.Shape.Columns;
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Rows, RowsOf(TranscendentalBlock, columns), (_, start, rows) =>
        {
            var offset = (long)start * columns;
            SimdSupport.Run(Simd, new SoftmaxRows(source + offset, rows, columns, logarithm, target + offset));
        });
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void LogSumExp(Tensor x, Tensor result)
    {
        var columns = x.Shape.Columns;
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Rows, RowsOf(TranscendentalBlock, columns), (_, start, rows) =>
            SimdSupport.Run(Simd, new LogSumExpRows(source + ((long)start * columns), rows, columns, target + start)));
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void PairDots(Tensor x, int parts, bool withItself, Tensor result)
    {
        var (columns, pairs) = (x.Shape.Columns, result.Shape.Columns);
        float* source = Pointer(x), target = Pointer(result);
        ForEachBlock(x.Shape.Rows, RowsOf(TranscendentalBlock, columns), (_, start, rows) => SimdSupport.Run(
            Simd, new PairDotRows(source + ((long)start * columns), rows, parts, columns / parts, withItself, target + ((long)start * pairs))));
        KeepAlive(x, result);
    }

    /// <inheritdoc/>
    public void PairDotsGradient(Tensor x, int parts, bool withItself, Tensor gradient, Tensor result)
    {
        var (columns, pairs) = (x.Shape.Columns, gradient.Shape.Columns);
        float* source = Pointer(x), upstream = Pointer(gradient), target = Pointer(result);
        ForEachBlock(x.Shape.Rows, RowsOf(TranscendentalBlock, columns), (_, start, rows) =>
        {
            var offset = (long)start * columns;
            SimdSupport.Run(Simd, new PairDotGradientRows(
                source + offset, upstream + ((long)start * pairs), rows, parts, columns / parts, withItself, target + offset));
        });
        KeepAlive(x, gradient, result);
    }

    /// <inheritdoc/>
    public bool AllFinite(Tensor x)
    {
        var source = Pointer(x);
        var finite = true;
        ForEachBlock(x.Shape.Count, ReductionBlock, (_, start, length) =>
        {
            bool all;
            SimdSupport.Run(Simd, new FiniteCheck(source + start, length, &all));
            if (!all)
            {
                Volatile.Write(ref finite, false);
            }
        });
        GC.KeepAlive(x);
        return finite;
    }

    private static void Total(double[][] partial, Span<float> result)
    {
        for (var column = 0; column < result.Length; column++)
        {
            double total = 0;
            foreach (var sums in partial)
            {
                total += sums[column];
            }

            result[column] = (float)total;
        }
    }

    private double SumOf(float* source, int length)
    {
        double sum;
        SimdSupport.Run(Simd, new VectorSum(source, length, &sum));
        return sum;
    }
}
