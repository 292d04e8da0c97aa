using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>Whether rows added in place are added one after the other. A GPU adds whichever comes first.</summary>
    private bool AddsInOrder => !IsCuda;

    /// <inheritdoc/>
    public void Gather(Tensor table, Indices rows, Tensor result) => Run(kernel => kernel.Set(result, Kernel.Matrix(table).index_select(0, Kernel.Flat(rows))));

    /// <inheritdoc/>
    public void ScatterAdd(Tensor source, Indices rows, Tensor target)
    {
        if (source.Shape.Count == 0)
        {
            return;
        }

        Run(kernel =>
        {
            var (sums, index, values) = (Kernel.Matrix(target), Kernel.Flat(rows), Kernel.Matrix(source));
            if (AddsInOrder || rows.AreDistinct)
            {
                AddRows(sums, index, values);
                return;
            }

            // The target's own rows come first, as entries of their own, so that each sum begins with what is there.
            var all = torch.cat([torch.arange(sums.shape[0], torch.int64, Native), index]);
            kernel.Set(target, SumRows(torch.cat([sums, values]), all, sums.shape[0]));
        });
    }

    /// <inheritdoc/>
    public void PoolRows(Tensor table, Indices rows, Indices offsets, Tensor? weights, Tensor result)
    {
        var bags = offsets.Length - 1;
        if (result.Shape.Count == 0)
        {
            return;
        }

        Run(kernel =>
        {
            var entries = Kernel.Matrix(table).index_select(0, Kernel.Flat(rows));
            if (weights is not null)
            {
                entries.mul_(Kernel.View(weights, rows.Length, 1));
            }

            kernel.Set(result, SumRows(entries, BagOfEntries(Kernel.Flat(offsets).narrow(0, 1, bags), 0, rows.Length), bags));
        });
    }

    /// <inheritdoc/>
    public void CopyColumns(Tensor source, int sourceColumn, Tensor target, int targetColumn, int count)
    {
        if (count == 0 || source.Shape.Rows == 0)
        {
            return;
        }

        Run(_ => Kernel.Matrix(target).narrow(1, targetColumn, count).copy_(Kernel.Matrix(source).narrow(1, sourceColumn, count)));
    }

    /// <summary>For each of some entries the bag that it is in: as many as end at or before it.</summary>
    /// <param name="ends">Where each bag ends.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="count">The number of entries.</param>
    internal torch.Tensor BagOfEntries(torch.Tensor ends, long first, long count) =>
        torch.arange(first, first + count, torch.int64, Native).bucketize(ends, right: true);

    /// <summary>
    /// <c>target[rows[i]] += source[i]</c>, in place: on the processor one after the other. A GPU adds whichever comes first, so that there rows must be
    /// distinct.
    /// </summary>
    private static void AddRows(torch.Tensor target, torch.Tensor rows, torch.Tensor source)
    {
        using Scalar one = 1f;
        target.index_add_(0, rows, source, one);
    }

    /// <summary>The sums of the source's rows that go to each of <paramref name="count"/> rows, in their order.</summary>
    private torch.Tensor SumRows(torch.Tensor source, torch.Tensor rows, long count)
    {
        if (!AddsInOrder && source.numel() > 0)
        {
            return LookUpGradient.SumRows(source, rows, count);
        }

        var sums = torch.zeros(count, source.shape[1], torch.float32, Native);
        AddRows(sums, rows, source);
        return sums;
    }
}
