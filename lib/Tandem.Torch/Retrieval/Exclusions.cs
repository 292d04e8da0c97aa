using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>The columns that are left out for each row of scores.</summary>
/// <param name="offsets">Row i leaves out the columns <c>columns[offsets[i] … offsets[i + 1])</c>; on the host, so that a block of rows knows which are its own.</param>
/// <param name="rows">For each column that is left out, its row.</param>
/// <param name="columns">The columns.</param>
internal sealed class Exclusions(int[] offsets, torch.Tensor rows, torch.Tensor columns)
{
    /// <summary>What a kernel was told to leave out; <see langword="null"/> for nothing.</summary>
    public static Exclusions? Of(Indices? offsets, Indices? columns)
    {
        if (offsets is null || columns is null || columns.Length == 0)
        {
            return null;
        }

        var device = (TorchDevice)columns.Device;
        return new Exclusions(offsets.ToArray(), device.BagOfEntries(Kernel.Flat(offsets).narrow(0, 1, offsets.Length - 1), 0, columns.Length), Kernel.Flat(columns));
    }

    /// <summary>Sets the scores that are left out to NaN.</summary>
    /// <param name="scores">A block of rows.</param>
    /// <param name="first">The number of the first.</param>
    public void MarkIn(torch.Tensor scores, int first)
    {
        var begin = offsets[first];
        var count = offsets[first + (int)scores.shape[0]] - begin;
        if (count > 0)
        {
            using Scalar nan = float.NaN;
            using Scalar start = (long)first;
            using Scalar width = scores.shape[1];
            var places = rows.narrow(0, begin, count).sub(start).mul_(width).add_(columns.narrow(0, begin, count));
            scores.view(-1).index_fill_(0, places, nan);
        }
    }
}
