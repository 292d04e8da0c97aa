using System.Numerics.Tensors;

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
    public void Momentum(Tensor weights, Tensor velocity, Tensor gradient, Indices? rows, float rate, float momentum, bool nesterov)
    {
        UpdateEvery(new MomentumUpdate(Pointer(weights), Pointer(velocity), rate, momentum, nesterov), weights.Shape, gradient, rows);
        KeepAlive(weights, velocity, gradient, rows);
    }

    /// <inheritdoc/>
    public void Adagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon)
    {
        Update(new AdagradUpdate(Pointer(weights), Pointer(accumulator), rate, epsilon), gradient, rows);
        KeepAlive(weights, accumulator, gradient, rows);
    }

    /// <inheritdoc/>
    public void RowWiseAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, float rate, float epsilon)
    {
        var d = gradient.Shape.Columns;
        float* w = Pointer(weights), sums = Pointer(accumulator), from = Pointer(gradient);
        var indices = rows is null ? null : Pointer(rows);
        ForEachBlock(gradient.Shape.Rows, RowsOf(UpdateBlock, d), (_, first, count) =>
            SimdSupport.Run(Simd, new RowWiseAdagradLoop(w, sums, from, indices, first, count, d, rate, epsilon)));
        KeepAlive(weights, accumulator, gradient, rows);
    }

    /// <inheritdoc/>
    public float ClippyAdagrad(Tensor weights, Tensor accumulator, Tensor gradient, Indices? rows, in ClippyAdagradRule rule)
    {
        float* w = Pointer(weights), sums = Pointer(accumulator);
        var factor = ShrinkFactor(w, sums, gradient, rows, rule);
        Update(new ClippyAdagradUpdate(w, sums, rule, factor), gradient, rows);
        KeepAlive(weights, accumulator, gradient, rows);
        return factor;
    }

    /// <inheritdoc/>
    public void Adam(Tensor weights, Tensor moment, Tensor variance, Tensor gradient, Indices? rows, float rate, double beta1, double beta2, float epsilon)
    {
        var update = new AdamUpdate(Pointer(weights), Pointer(moment), Pointer(variance), rate, beta1, beta2, epsilon);
        UpdateEvery(update, weights.Shape, gradient, rows);
        KeepAlive(weights, moment, variance, gradient, rows);
    }

    /// <inheritdoc/>
    public void RmsProp(
        Tensor weights, Tensor squares, Tensor? means, Tensor? steps, Tensor gradient, Indices? rows, float rate, double rho, float momentum, float epsilon)
    {
        var update = new RmsPropUpdate(
            Pointer(weights), Pointer(squares), means is null ? null : Pointer(means), steps is null ? null : Pointer(steps), rate, rho, momentum, epsilon);
        UpdateEvery(update, weights.Shape, gradient, rows);
        KeepAlive(weights, squares, means, steps, gradient, rows);
    }

    /// <inheritdoc/>
    public void Ftrl(Tensor weights, Tensor accumulator, Tensor linear, Tensor gradient, Indices? rows, in FtrlRule rule)
    {
        Update(new FtrlUpdate(Pointer(weights), Pointer(accumulator), Pointer(linear), rule), gradient, rows);
        KeepAlive(weights, accumulator, linear, gradient, rows);
    }

    private float ShrinkFactor(float* weights, float* accumulator, Tensor gradient, Indices? rows, ClippyAdagradRule rule)
    {
        // As many lanes as the widest vector has, for each task.
        const int lanes = 16;
        var length = lanes * Math.Max(1, UpdateTasks(gradient, rows));
        using var scratch = new Scratch(Memory, length);
        var factors = scratch.Floats;
        new Span<float>(factors, length).Fill(1f);
        Update(task => new ClippyShrinking(weights, accumulator, rule, factors + (task * lanes)), gradient, rows);
        return TensorPrimitives.Min(new ReadOnlySpan<float>(factors, length));
    }

    private void Update<TUpdate>(TUpdate update, Tensor gradient, Indices? rows)
        where TUpdate : struct, IRowUpdate => Update(_ => update, gradient, rows);

    /// <summary>Cuts the gradient into blocks of fixed size and hands each, with the rule that a task is given, to a thread.</summary>
    private void Update<TUpdate>(Func<int, TUpdate> ruleOf, Tensor gradient, Indices? rows)
        where TUpdate : struct, IRowUpdate
    {
        var d = UpdateStep(gradient, rows);
        var from = Pointer(gradient);
        var indices = rows is null ? null : Pointer(rows);
        ForEachBlock(gradient.Shape.Count / d, RowsOf(UpdateBlock, d), (task, first, count) =>
            SimdSupport.Run(Simd, new RowUpdateLoop<TUpdate>(ruleOf(task), from, indices, first, count, d)));
    }

    private static int UpdateTasks(Tensor gradient, Indices? rows)
    {
        var d = UpdateStep(gradient, rows);
        return BlockCount(gradient.Shape.Count / d, RowsOf(UpdateBlock, d));
    }

    /// <summary>What blocks are counted in: rows where they are scattered; without indices the gradient is one long row, cut wherever a block ends.</summary>
    private static int UpdateStep(Tensor gradient, Indices? rows) => rows is null ? 1 : Math.Max(1, gradient.Shape.Columns);

    /// <summary>As <see cref="Update{TUpdate}(TUpdate, Tensor, Indices?)"/>, for rules that move the rows without a gradient too.</summary>
    private void UpdateEvery<TUpdate>(TUpdate update, Shape shape, Tensor gradient, Indices? rows)
        where TUpdate : struct, IRowUpdate
    {
        if (rows is null)
        {
            Update(update, gradient, rows);
            return;
        }

        var d = shape.Columns;
        using Scratch places = new(Memory, shape.Rows), zeroRow = new(Memory, d);
        float* zeros = zeroRow.Floats, from = Pointer(gradient);
        var place = places.Integers;
        new Span<float>(zeros, d).Clear();
        MarkPlaces(Span(rows), new Span<int>(place, shape.Rows));
        ForEachBlock(shape.Rows, RowsOf(UpdateBlock, d), (_, first, count) =>
            SimdSupport.Run(Simd, new EveryRowLoop<TUpdate>(update, from, place, zeros, first, count, d)));
    }

    private static void MarkPlaces(ReadOnlySpan<int> rows, Span<int> place)
    {
        place.Fill(-1);
        for (var i = 0; i < rows.Length; i++)
        {
            place[rows[i]] = i;
        }
    }
}
