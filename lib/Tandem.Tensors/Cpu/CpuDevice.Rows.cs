namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Elements that one task copies.</summary>
    private const int CopyBlock = 32 * 1024;

    /// <summary>Floats in a cache line: two threads never write to the same one.</summary>
    private const int CacheLine = 16;

    /// <summary>Columns of a table that are summed in one go: those of some thousand rows stay in the second cache while bag after bag passes.</summary>
    private const int PooledColumns = 64;

    /// <summary>Bags that one task sums.</summary>
    private const int PooledBags = 64;

    /// <summary>Elements below which adding rows is not worth another thread.</summary>
    private const int ScatterAlone = 32 * 1024;

    /// <inheritdoc/>
    public void Gather(Tensor table, Indices rows, Tensor result)
    {
        var d = table.Shape.Columns;
        float* source = Pointer(table), target = Pointer(result);
        var indices = Pointer(rows);
        ForEachBlock(rows.Length, RowsOf(CopyBlock, d), (_, start, count) =>
            SimdSupport.Run(Simd, new RowGathering(source, indices + start, target + ((long)start * d), count, d)));
        KeepAlive(table, rows, result);
    }

    /// <inheritdoc/>
    public void ScatterAdd(Tensor source, Indices rows, Tensor target)
    {
        // Tasks share out the columns, not the rows: each adds its part of every row in the order of the indices.
        var d = target.Shape.Columns;
        var part = source.Shape.Count <= ScatterAlone ? d : CacheLine * Math.Max(1, d / (8 * CacheLine));
        float* from = Pointer(source), to = Pointer(target);
        var indices = Pointer(rows);
        var count = rows.Length;
        ForEachBlock(d, part, (_, column, width) =>
            SimdSupport.Run(Simd, new RowAddition(from + column, indices, to + column, count, d, width)));
        KeepAlive(source, rows, target);
    }

    /// <inheritdoc/>
    public void PoolRows(Tensor table, Indices rows, Indices offsets, Tensor? weights, Tensor result)
    {
        var (bags, d) = (result.Shape.Rows, result.Shape.Columns);
        float* source = Pointer(table), target = Pointer(result), factors = weights is null ? null : Pointer(weights);
        int* starts = Pointer(offsets), indices = Pointer(rows);
        var groups = BlockCount(bags, PooledBags);
        var tasks = groups * BlockCount(d, PooledColumns);
        ForEachBlock(tasks, (long)rows.Length * d <= CopyBlock ? tasks : 1, (_, start, count) =>
        {
            for (var task = start; task < start + count; task++)
            {
                var (first, column) = (task % groups * PooledBags, task / groups * PooledColumns);
                SimdSupport.Run(Simd, new RowPooling(
                    source, indices, starts, factors, target, first, Math.Min(PooledBags, bags - first), d, column, Math.Min(PooledColumns, d - column)));
            }
        });
        KeepAlive(table, rows, offsets, weights, result);
    }

    /// <inheritdoc/>
    public void CopyColumns(Tensor source, int sourceColumn, Tensor target, int targetColumn, int count)
    {
        var (sourceWidth, targetWidth) = (source.Shape.Columns, target.Shape.Columns);
        float* from = Pointer(source) + sourceColumn, to = Pointer(target) + targetColumn;
        ForEachBlock(source.Shape.Rows, RowsOf(CopyBlock, count), (_, start, rows) =>
        {
            for (long row = start; row < start + rows; row++)
            {
                new ReadOnlySpan<float>(from + (row * sourceWidth), count).CopyTo(new Span<float>(to + (row * targetWidth), count));
            }
        });
        KeepAlive(source, target);
    }
}
