using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// Sums of rows as the gradient of a look-up by index, of which libtorch sorts the rows (stably) on a GPU and adds each row's up one after the other, in one thread for each
/// column: no race, and nothing that the host waits for.
/// </summary>
internal static class LookUpGradient
{
    // A property of TorchSharp's tensors now, a method in older versions. (torch.autograd.grad needs neither, but where memory does not suffice it ends the process.)
    private static readonly Func<torch.Tensor, torch.Tensor?> _gradientOf =
        (typeof(torch.Tensor).GetMethod("get_grad") ?? typeof(torch.Tensor).GetMethod("grad", []))!.CreateDelegate<Func<torch.Tensor, torch.Tensor?>>();

    /// <summary>The sums of the rows that go to each of <paramref name="count"/> rows.</summary>
    /// <param name="source"><c>[m, d]</c>, neither of them 0.</param>
    /// <param name="rows">Where each row of the source goes.</param>
    /// <param name="count">The number of sums.</param>
    public static torch.Tensor SumRows(torch.Tensor source, torch.Tensor rows, long count)
    {
        // Of the table only the shape matters: one number, repeated, is all the memory it takes. A single column would be added up by many threads: it gets a second one.
        using var recorded = torch.enable_grad();
        var columns = Math.Max(2, source.shape[1]);
        var table = torch.zeros(1, 1, source.dtype, source.device).expand(count, columns).requires_grad_();
        torch.autograd.backward([table.index(rows)], [source.expand(source.shape[0], columns)]);
        return _gradientOf(table)!.narrow(1, 0, source.shape[1]);
    }
}
