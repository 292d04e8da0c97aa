namespace Tandem.Tensors;

/// <summary>
/// A sum of terms, one for each block of a matrix's rows. Each block's gradients are computed right after its term, and what the two took is
/// freed before the next: the memory is that of one block.
/// </summary>
internal sealed class RowBlocks : KnownGradients
{
    private RowBlocks(Tensor rows, Tensor shared, Tensor rowsGradient, Tensor sharedGradient)
        : base([rows, shared], [rowsGradient, sharedGradient])
    {
    }

    public static Tensor Sum(Tensor rows, Tensor shared, int blockRows, Func<Tensor, Tensor, int, Tensor> term)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(term);
        if (rows.Shape.Rank != 2 || blockRows < 1)
        {
            throw new ArgumentException($"SumOverRowBlocks: blocks are 1 or more rows of a matrix; there are {blockRows} of a tensor of shape {rows.Shape}.");
        }

        var device = DeviceOf(rows, shared);
        var wantsGradients = NeedsGradient(rows, shared);
        var rowsGradient = wantsGradients ? Tensor.Zeros(rows.Shape, device) : null;
        var sharedGradient = wantsGradients ? Tensor.Zeros(shared.Shape, device) : null;
        var sum = 0.0;
        for (var first = 0; first < rows.Shape[0]; first += blockRows)
        {
            using var scope = new TensorScope();
            var targets = Indices.From([.. Enumerable.Range(first, Math.Min(blockRows, rows.Shape[0] - first))], areDistinct: true, device);
            var block = Copy(rows, targets, wantsGradients);
            var others = Copy(shared, null, wantsGradients);
            var value = term(block, others, first);
            sum += value.Item();
            AddGradients(value, (block, targets, rowsGradient), (others, null, sharedGradient));
        }

        var result = Tensor.Full(default, (float)sum, device);
        return rowsGradient is null || sharedGradient is null ? result : new RowBlocks(rows, shared, rowsGradient, sharedGradient).Record(result);
    }

    /// <summary>A leaf of its own, so that what is computed from it ends there.</summary>
    private static Tensor Copy(Tensor source, Indices? rows, bool requiresGradient)
    {
        var leaf = Tensor.Empty(rows is null ? source.Shape : new Shape(rows.Length, source.Shape[1]), source.Device);
        if (rows is null)
        {
            source.Device.Copy(source, leaf);
        }
        else
        {
            source.Device.Gather(source, rows, leaf);
        }

        leaf.RequiresGradient = requiresGradient;
        return leaf;
    }

    /// <summary>Adds a term's gradients to those of the sum: to the given rows, or to all.</summary>
    private static void AddGradients(Tensor term, params ReadOnlySpan<(Tensor Leaf, Indices? Rows, Tensor? Sum)> leaves)
    {
        if (!term.RequiresGradient)
        {
            return;
        }

        term.Backward();
        foreach (var (leaf, rows, sum) in leaves)
        {
            if (sum is null || leaf.Gradient?.ToDense() is not { } gradient)
            {
                continue;
            }

            if (rows is null)
            {
                sum.Device.Binary(BinaryOperator.Add, sum, gradient, Broadcast.None, sum);
            }
            else
            {
                sum.Device.ScatterAdd(gradient, rows, sum);
            }
        }
    }
}
