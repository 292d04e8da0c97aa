namespace Tandem.Tensors;

/// <summary>A block of the host's memory. Collected blocks go back to the pool like disposed ones.</summary>
internal sealed unsafe class CpuStorage(CpuDevice device, int length) : Storage(length)
{
    private void* _pointer = device.Memory.Rent(length);

    ~CpuStorage() => Return();

    /// <summary>The first element.</summary>
    /// <exception cref="ObjectDisposedException">The block was given back.</exception>
    public void* Pointer => _pointer is not null ? _pointer : throw new ObjectDisposedException(nameof(CpuStorage));

    /// <inheritdoc/>
    public override void Dispose()
    {
        Return();
        GC.SuppressFinalize(this);
    }

    private void Return()
    {
        if (_pointer is not null)
        {
            device.Memory.Return(_pointer, Length);
            _pointer = null;
        }
    }
}
