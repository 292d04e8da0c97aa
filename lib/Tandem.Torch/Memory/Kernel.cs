using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// The native tensors of one kernel: views of its arguments and whatever it computes on the way. All are disposed with it, on the same thread, but those handed to a
/// result. A view holds on to its memory, so that an argument may be collected meanwhile.
/// </summary>
internal sealed class Kernel : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    /// <summary>A tensor that belongs to no scope, whichever is open: memory that outlives the kernel.</summary>
    public static torch.Tensor Unscoped(Func<torch.Tensor> create)
    {
        using var scope = torch.NewDisposeScope();
        return scope.Detach(create());
    }

    /// <summary>All elements of a tensor in a row.</summary>
    public static torch.Tensor Flat(Tensor tensor) => View(tensor.Storage, tensor.Shape.Count);

    /// <summary>A tensor as a matrix: all axes but the last are its rows.</summary>
    public static torch.Tensor Matrix(Tensor tensor) => View(tensor.Storage, tensor.Shape.Rows, tensor.Shape.Columns);

    /// <summary>A tensor in another shape.</summary>
    public static torch.Tensor View(Tensor tensor, params long[] extents) => View(tensor.Storage, extents);

    /// <summary>Indices, as the 64-bit integers that libtorch looks up by.</summary>
    public static torch.Tensor Flat(Indices indices) => View(indices.Storage, indices.Length);

    /// <summary>Indices in another shape.</summary>
    public static torch.Tensor View(Indices indices, params long[] extents) => View(indices.Storage, extents);

    /// <summary>Makes a tensor that this kernel computed a result's elements.</summary>
    public void Set(Tensor result, torch.Tensor value) => Set(result.Storage, value);

    /// <summary>Makes a tensor that this kernel computed a result's integers.</summary>
    /// <param name="result">The result.</param>
    /// <param name="value">64-bit integers.</param>
    /// <param name="host">The same, where the host knows them.</param>
    public void Set(Indices result, torch.Tensor value, int[]? host = null) => Set(result.Storage, value, host);

    /// <summary>Takes a tensor out of the kernel, for the caller to dispose.</summary>
    public torch.Tensor Keep(torch.Tensor value) => _scope.Detach(value);

    /// <summary>Disposes everything but the results.</summary>
    public void Dispose() => _scope.Dispose();

    private static torch.Tensor View(Storage storage, params long[] extents)
    {
        var view = ((TorchStorage)storage).Value.view(extents);
        GC.KeepAlive(storage);
        return view;
    }

    private void Set(Storage storage, torch.Tensor value, int[]? host = null) => ((TorchStorage)storage).Set(_scope.Detach(value.contiguous()), host);
}
