namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Rows in which a healthy layer shows activity in every column; the others are looked through only when these leave a column silent.</summary>
    private const int RowsOfActivity = 64;

    /// <inheritdoc/>
    public void DenseGradient(Tensor? outputs, Tensor gradient, Tensor result, Tensor sums)
    {
        var columns = gradient.Shape.Columns;
        float* values = outputs is null ? null : Pointer(outputs), from = Pointer(gradient), to = Pointer(result);
        var rowsOfBlock = RowsOf(ReductionBlock, columns);
        var partial = new double[Math.Max(1, BlockCount(gradient.Shape.Rows, rowsOfBlock))][];
        ForEachBlock(gradient.Shape.Rows, rowsOfBlock, (block, start, rows) =>
        {
            using var scratch = new Scratch(Memory, columns);
            var totals = partial[block] = new double[columns];
            var offset = (long)start * columns;
            fixed (double* target = totals)
            {
                SimdSupport.Run(Simd, new ReluGradientSum(
                    values is null ? null : values + offset, from + offset, to + offset, rows, columns, scratch.Floats, target));
            }
        });
        Total(partial, Span(sums));
        KeepAlive(outputs, gradient, result, sums);
    }

    /// <inheritdoc/>
    public void ActiveColumns(Tensor x, Span<bool> active)
    {
        var (rows, columns) = (x.Shape.Rows, x.Shape.Columns);
        var flags = new bool[columns];
        var source = Pointer(x);
        var head = Math.Min(rows, RowsOfActivity);
        MarkActive(source, head, flags);
        if (flags.Contains(false))
        {
            ForEachBlock(rows - head, RowsOf(ReductionBlock, columns), (_, start, count) =>
                MarkActive(source + ((long)(head + start) * columns), count, flags));
        }

        flags.CopyTo(active);
        GC.KeepAlive(x);
    }

    /// <inheritdoc/>
    public void GatherColumns(Tensor x, Indices columns, Tensor result)
    {
        var (width, count) = (x.Shape.Columns, columns.Length);
        float* from = Pointer(x), to = Pointer(result);
        var chosen = Pointer(columns);
        ForEachBlock(x.Shape.Rows, RowsOf(CopyBlock, width), (_, start, rows) =>
        {
            for (long row = start; row < start + rows; row++)
            {
                float* source = from + (row * width), target = to + (row * count);
                for (var j = 0; j < count; j++)
                {
                    target[j] = source[chosen[j]];
                }
            }
        });
        KeepAlive(x, columns, result);
    }

    /// <inheritdoc/>
    public void ScatterColumns(Tensor source, Indices columns, Tensor target)
    {
        var (width, count) = (target.Shape.Columns, columns.Length);
        float* from = Pointer(source), to = Pointer(target);
        var chosen = Pointer(columns);
        ForEachBlock(source.Shape.Rows, RowsOf(CopyBlock, width), (_, start, rows) =>
        {
            for (long row = start; row < start + rows; row++)
            {
                float* values = from + (row * count), row0 = to + (row * width);
                for (var j = 0; j < count; j++)
                {
                    row0[chosen[j]] = values[j];
                }
            }
        });
        KeepAlive(source, columns, target);
    }

    /// <summary>Sets flags and clears none, so that threads may share them.</summary>
    private void MarkActive(float* x, int rows, bool[] flags)
    {
        using var scratch = new Scratch(Memory, flags.Length);
        var sums = scratch.Floats;
        SimdSupport.Run(Simd, new ActivityScan(x, rows, flags.Length, sums));
        for (var column = 0; column < flags.Length; column++)
        {
            if (sums[column] != 0)
            {
                flags[column] = true;
            }
        }
    }
}
