using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>
/// A block of a libtorch device's memory. The memory is taken when it is first written to, and a kernel that computes all of a result gives its own memory for it
/// instead of copying: a block has one owner, so that nobody sees the difference.
/// </summary>
internal sealed class TorchStorage : Storage
{
    private readonly TorchDevice _device;
    private readonly torch.ScalarType _type;
    private torch.Tensor? _value;
    private int _isReturned;

    public TorchStorage(TorchDevice device, int length, torch.ScalarType type)
        : base(length)
    {
        (_device, _type) = (device, type);
        device.Count(1);
    }

    ~TorchStorage() => Return();

    /// <summary>The elements, contiguous, of any shape.</summary>
    /// <exception cref="ObjectDisposedException">The block was given back.</exception>
    public torch.Tensor Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isReturned != 0, this);
            return _value ??= Kernel.Unscoped(() => torch.empty(Length, _type, _device.Native));
        }
    }

    /// <summary>The integers as they were uploaded, which the host reads without waiting; <see langword="null"/> for what a kernel computed.</summary>
    public int[]? Host { get; private set; }

    /// <summary>Puts a tensor that no scope owns in the place of the elements.</summary>
    /// <param name="value">Contiguous, with as many elements.</param>
    /// <param name="host">The same, where the host knows them.</param>
    public void Set(torch.Tensor value, int[]? host = null)
    {
        ObjectDisposedException.ThrowIf(_isReturned != 0, this);
        _value?.Dispose();
        (_value, Host) = (value, host);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Return();
        GC.SuppressFinalize(this);
    }

    private void Return()
    {
        if (Interlocked.Exchange(ref _isReturned, 1) == 0)
        {
            _value?.Dispose();
            (_value, Host) = (null, null);
            _device.Count(-1);
        }
    }
}
