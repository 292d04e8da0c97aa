namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Weights that one task updates.</summary>
    private const int UpdateBlock = 16 * 1024;

    /// <inheritdoc/>
    public void Sgd(Tensor weights, Tensor gradient, Indices? rows, float rate) =>
        Update(new SgdUpdate(Pointer(weights), rate), gradient, rows);

    /// <inheritdoc/>
    public void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon) =>
        Update(new AdagradUpdate(Pointer(weights), Pointer(accumulator), rate, epsilon), gradient, rows);

    /// <inheritdoc/>
    public void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, double beta1, double beta2, float epsilon)
    {
        var update = new AdamUpdate(Pointer(weights), Pointer(moment), Pointer(variance), rate, beta1, beta2, epsilon);
        if (rows is null)
        {
            Update(update, gradient, null);
            return;
        }

        // Every row moves, so the rows without a gradient need their zeros.
        using var dense = Tensor.Zeros(weights.Shape, this);
        ScatterAdd(gradient, rows, dense);
        Update(update, dense, null);
    }

    private void Update<TUpdate>(TUpdate update, Tensor gradient, Indices? rows)
        where TUpdate : struct, IRowUpdate
    {
        // Without indices the gradient is one long row, cut wherever a block ends.
        var d = rows is null ? 1 : gradient.Shape.Columns;
        var from = Pointer(gradient);
        var indices = rows is null ? null : Pointer(rows);
        ForEachBlock(gradient.Shape.Count / Math.Max(1, d), RowsOf(UpdateBlock, d), (_, first, count) =>
            SimdSupport.Run(Simd, new RowUpdateLoop<TUpdate>(update, from, indices, first, count, d)));
    }
}
