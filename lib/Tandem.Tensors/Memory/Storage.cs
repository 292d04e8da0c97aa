namespace Tandem.Tensors;

/// <summary>A block of 32-bit elements in a device's memory. Each device has its own kind; only that device reads it.</summary>
public abstract class Storage : IDisposable
{
    /// <summary>Describes a block of <paramref name="length"/> elements.</summary>
    protected Storage(int length) => Length = length;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Gives the memory back to the device. Further use of the block is an error.</summary>
    public abstract void Dispose();
}
