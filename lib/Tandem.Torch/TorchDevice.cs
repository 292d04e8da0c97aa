using System.Runtime.InteropServices;
using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// libtorch on a GPU, or on the processor: every kernel made of libtorch's operations. On a GPU kernels run after the call that started them returned; only what copies
/// to the host waits for them.
/// </summary>
/// <remarks>
/// Integers are held as libtorch's 64-bit ones, which all of its look-ups accept. No kernel sums in an order that depends on timing: where libtorch's own operation would, on
/// a GPU, another one is used. On the processor the last digits of sums and products may depend on libtorch's number of threads.
/// <para>A kernel for which the memory does not suffice throws an <see cref="InsufficientMemoryException"/> that says what to make smaller.</para>
/// </remarks>
public sealed partial class TorchDevice : IDevice
{
    /// <summary>
    /// Elements up to which an upload to a GPU goes through page-locked memory, which the copy reads while the host goes on. libtorch keeps such memory for the
    /// next time and never gives it back, so that what is larger, and rare, is copied without it, waiting.
    /// </summary>
    private const int StagedElements = 1 << 22;

    private long _liveStorages;

    internal TorchDevice(torch.Device native, string name) => (Native, Name) = (native, name);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool RunsAhead => IsCuda;

    /// <inheritdoc/>
    public long LiveStorages => Interlocked.Read(ref _liveStorages);

    /// <summary>libtorch's name of the device.</summary>
    internal torch.Device Native { get; }

    private bool IsCuda => Native.type == DeviceType.CUDA;

    /// <inheritdoc/>
    public Storage Allocate(int length) => new TorchStorage(this, length, torch.float32);

    /// <inheritdoc/>
    public Storage AllocateIndices(int length) => new TorchStorage(this, length, torch.int64);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, Tensor target, int first = 0)
    {
        using var host = HostMemory.Copy(source, torch.float32);
        var isPart = source.Length < target.Shape.Count;
        Run(kernel =>
        {
            if (isPart)
            {
                Kernel.Flat(target).narrow(0, first, host.numel()).copy_(ToDevice(host));
            }
            else
            {
                kernel.Set(target, ToDevice(host));
            }
        });
    }

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<int> source, Indices target)
    {
        using var host = HostMemory.Copy(source, torch.int32);
        var values = source.ToArray();
        Run(kernel => kernel.Set(target, ToDevice(host.to(torch.int64)), values));
    }

    /// <inheritdoc/>
    public void Download(Tensor source, Span<float> target)
    {
        using var host = Run(kernel => kernel.Keep(Kernel.Flat(source).cpu()));
        HostMemory.Copy(host, target);
    }

    /// <inheritdoc/>
    public void Download(Indices source, Span<int> target)
    {
        if (((TorchStorage)source.Storage).Host is { } host)
        {
            host.CopyTo(target);
            return;
        }

        using var copy = Run(kernel => kernel.Keep(Kernel.Flat(source).to(torch.int32).cpu()));
        HostMemory.Copy(copy, target);
    }

    /// <inheritdoc/>
    public void Fill(Tensor target, float value) => Run(_ =>
    {
        using Scalar scalar = value;
        Kernel.Flat(target).fill_(scalar);
    });

    /// <inheritdoc/>
    public void Copy(Tensor source, Tensor target) => Run(_ => Kernel.Flat(target).copy_(Kernel.Flat(source)));

    /// <summary>A copy of a view, which belongs to the scope of TorchSharp's that is open.</summary>
    internal torch.Tensor Export(Func<torch.Tensor> view) => Run(_ => view().clone().MoveToOuterDisposeScope());

    /// <summary>Copies a tensor of TorchSharp's, on any device.</summary>
    internal void Import(torch.Tensor source, Tensor target) => Run(kernel => kernel.Set(target, source.detach().to(torch.float32, Native, copy: true)));

    internal void Count(int change) => Interlocked.Add(ref _liveStorages, change);

    /// <summary>Runs a kernel.</summary>
    /// <exception cref="InsufficientMemoryException">The device's memory does not suffice.</exception>
    private T Run<T>(Func<Kernel, T> body)
    {
        try
        {
            using var kernel = new Kernel();
            return body(kernel);
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            throw TorchErrors.OutOfMemory(error, Name);
        }
    }

    private void Run(Action<Kernel> body) => Run<object?>(kernel =>
    {
        body(kernel);
        return null;
    });

    /// <summary>A tensor of the host on this device. Belongs to the open kernel.</summary>
    private torch.Tensor ToDevice(torch.Tensor host)
    {
        if (!IsCuda)
        {
            return host;
        }

        // The caching allocator of page-locked memory gives a block to nobody else before the copy has read it.
        return host.numel() <= StagedElements
            ? torch.empty(host.numel(), host.dtype, Native).copy_(host.pin_memory(), nonBlocking: true)
            : host.to(Native);
    }
}
