using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// libtorch on a GPU, or on the processor: every kernel made of libtorch's operations. On a GPU kernels run after the call that started them returned; only what copies
/// to the host waits for them.
/// </summary>
/// <remarks>
/// Integers are held as libtorch's 64-bit ones, which all of its look-ups accept. No operation here sums in an order that depends on timing: where libtorch's own would, on
/// a GPU, another one is used (<see cref="SumRows(torch.Tensor, torch.Tensor, long)"/>).
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
    public void Upload(ReadOnlySpan<float> source, Tensor target)
    {
        using var kernel = Kernel.Begin();
        kernel.Set(target, ToDevice(HostMemory.Copy(source, torch.float32)));
    }

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<int> source, Indices target)
    {
        using var kernel = Kernel.Begin();
        kernel.Set(target, ToDevice(HostMemory.Copy(source, torch.int32).to(torch.int64)), host: source.ToArray());
    }

    /// <inheritdoc/>
    public void Download(Tensor source, Span<float> target)
    {
        using var kernel = Kernel.Begin();
        HostMemory.Copy(Kernel.Flat(source).cpu(), target);
    }

    /// <inheritdoc/>
    public void Download(Indices source, Span<int> target)
    {
        if (((TorchStorage)source.Storage).Host is { } host)
        {
            host.CopyTo(target);
            return;
        }

        using var kernel = Kernel.Begin();
        HostMemory.Copy(Kernel.Flat(source).to(torch.int32).cpu(), target);
    }

    /// <inheritdoc/>
    public void Fill(Tensor target, float value)
    {
        using var kernel = Kernel.Begin();
        using Scalar scalar = value;
        Kernel.Flat(target).fill_(scalar);
    }

    /// <inheritdoc/>
    public void Copy(Tensor source, Tensor target)
    {
        using var kernel = Kernel.Begin();
        Kernel.Flat(target).copy_(Kernel.Flat(source));
    }

    internal void Count(int change) => Interlocked.Add(ref _liveStorages, change);

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
