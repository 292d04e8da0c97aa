namespace Tandem.Tensors;

/// <summary>A vector of 32-bit integers on a device: the rows of a table that a batch looks up, the columns of its positives.</summary>
public sealed class Indices : IDisposable
{
    private Storage? _storage;

    private Indices(IDevice device, Storage storage, bool areDistinct, int maximum)
    {
        Device = device;
        Length = storage.Length;
        AreDistinct = areDistinct;
        Maximum = maximum;
        _storage = storage;
        TensorScope.Register(this);
    }

    /// <summary>The device that holds the vector.</summary>
    public IDevice Device { get; }

    /// <summary>The number of indices.</summary>
    public int Length { get; }

    /// <summary>Whether no index occurs twice, as promised by whoever made the vector. Gradients of distinct rows need no merging.</summary>
    public bool AreDistinct { get; }

    /// <summary>The largest index, −1 for none; <see cref="int.MaxValue"/> for a vector that a kernel fills, whose values nobody vouches for.</summary>
    internal int Maximum { get; }

    /// <summary>The memory, for a device's kernels.</summary>
    /// <exception cref="ObjectDisposedException">The vector was disposed, or its scope has ended.</exception>
    public Storage Storage => _storage ?? throw new ObjectDisposedException(
        nameof(Indices), "These indices were freed when their TensorScope ended; keep them with TensorScope.Keep to use them later.");

    /// <summary>Copies the values to <paramref name="device"/>.</summary>
    /// <param name="values">The indices.</param>
    /// <param name="areDistinct">Promises that no value occurs twice.</param>
    /// <param name="device">The device; the current one when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative.</exception>
    public static Indices From(ReadOnlySpan<int> values, bool areDistinct = false, IDevice? device = null)
    {
        var (minimum, maximum) = Range(values);
        if (minimum < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(values), minimum, $"Indices are row numbers, 0 or more; value {values.IndexOf(minimum)} is {minimum}.");
        }

        device ??= Tensors.Device.Current;
        var indices = new Indices(device, device.AllocateIndices(values.Length), areDistinct, maximum);
        device.Upload(values, indices);
        return indices;
    }

    /// <summary>Allocates a vector whose values are not set, for a kernel to fill.</summary>
    public static Indices Empty(int length, IDevice? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        device ??= Tensors.Device.Current;
        return new Indices(device, device.AllocateIndices(length), areDistinct: false, int.MaxValue);
    }

    /// <summary>The values, copied to the host.</summary>
    public int[] ToArray()
    {
        var values = new int[Length];
        Device.Download(this, values);
        return values;
    }

    /// <summary>Frees the memory now.</summary>
    public void Dispose()
    {
        _storage?.Dispose();
        _storage = null;
        TensorScope.Keep(this);
    }

    private static (int Minimum, int Maximum) Range(ReadOnlySpan<int> values)
    {
        int minimum = 0, maximum = -1;
        foreach (var value in values)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return (minimum, maximum);
    }
}
