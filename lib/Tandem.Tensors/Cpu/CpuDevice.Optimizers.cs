namespace Tandem.Tensors;

public sealed unsafe partial class CpuDevice
{
    /// <summary>Weights that one task updates.</summary>
    private const int UpdateBlock = 16 * 1024;

    /// <inheritdoc/>
    public void Sgd(Tensor weights, Tensor gradient, Indices? rows, float rate)
    {
        Update(new SgdUpdate(Pointer(weights), rate), gradient, rows);
        KeepAlive(weights, gradient, rows);
    }

    /// <inheritdoc/>
    public void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon)
    {
        Update(new AdagradUpdate(Pointer(weights), Pointer(accumulator), rate, epsilon), gradient, rows);
        KeepAlive(weights, accumulator, gradient, rows);
    }

    /// <inheritdoc/>
    public void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, double beta1, double beta2, float epsilon)
    {
        var update = new AdamUpdate(Pointer(weights), Pointer(moment), Pointer(variance), rate, beta1, beta2, epsilon);
        using var dense = rows is null ? null : Dense(gradient, rows, weights.Shape);
        Update(update, dense ?? gradient, null);
        KeepAlive(weights, moment, variance, gradient);
    }

    /// <summary>Every row moves under Adam, so the rows without a gradient need their zeros.</summary>
    private Tensor Dense(Tensor gradient, Indices rows, Shape shape)
    {
        var dense = Tensor.Zeros(shape, this);
        ScatterAdd(gradient, rows, dense);
        return dense;
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
