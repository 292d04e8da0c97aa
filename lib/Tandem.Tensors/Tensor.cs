using System.Globalization;

namespace Tandem.Tensors;

/// <summary>
/// A contiguous array of 32-bit floats on a device. Operations on tensors that require a gradient are recorded, and
/// <see cref="Backward"/> on a scalar fills <see cref="Gradient"/> of the leaves it was computed from.
/// </summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public sealed partial class Tensor : IDisposable
{
    private Storage? _storage;

    private Tensor(IDevice device, Shape shape, Storage storage)
    {
        Device = device;
        Shape = shape;
        _storage = storage;
        TensorScope.Register(this);
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The device that holds the tensor.</summary>
    public IDevice Device { get; }

    /// <summary>Whether gradients flow to this tensor: set on leaves, inherited by what is computed from them.</summary>
    public bool RequiresGradient { get; set; }

    /// <summary>The gradient that <see cref="Backward"/> left on this leaf; <see langword="null"/> when none has flowed to it.</summary>
    public Gradient? Gradient { get; internal set; }

    /// <summary>The memory, for a device's kernels.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed, or its scope has ended.</exception>
    public Storage Storage => _storage ?? throw new ObjectDisposedException(
        nameof(Tensor), $"This {Shape} tensor was freed when its TensorScope ended; keep it with TensorScope.Keep to use it later.");

    /// <summary>The operation that computed this tensor; <see langword="null"/> for a leaf.</summary>
    internal Operation? Source { get; set; }

    /// <summary>Allocates a tensor whose elements are not set, for a kernel to fill.</summary>
    public static Tensor Empty(Shape shape, IDevice? device = null)
    {
        device ??= Tensors.Device.Current;
        return new Tensor(device, shape, device.Allocate(shape.Count));
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, IDevice? device = null) => Full(shape, 0f, device);

    /// <summary>A tensor whose elements are all <paramref name="value"/>.</summary>
    public static Tensor Full(Shape shape, float value, IDevice? device = null)
    {
        var tensor = Empty(shape, device);
        tensor.Device.Fill(tensor, value);
        return tensor;
    }

    /// <summary>Copies host values, row-major, to the device.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public static Tensor From(ReadOnlySpan<float> values, Shape shape, IDevice? device = null)
    {
        if (values.Length != shape.Count)
        {
            throw new ArgumentException($"{values.Length} values cannot fill a tensor of shape {shape}, which has {shape.Count} elements.", nameof(values));
        }

        var tensor = Empty(shape, device);
        tensor.Device.Upload(values, tensor);
        return tensor;
    }

    /// <summary>A vector of the given values.</summary>
    public static Tensor From(params ReadOnlySpan<float> values) => From(values, new Shape(values.Length));

    /// <summary>The elements, copied to the host, row-major.</summary>
    public float[] ToArray()
    {
        var values = new float[Shape.Count];
        Device.Download(this, values);
        return values;
    }

    /// <summary>The value of a tensor with one element.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another number of elements.</exception>
    public float Item()
    {
        if (Shape.Count != 1)
        {
            throw new InvalidOperationException($"Item() reads a tensor with one element; this one has shape {Shape}.");
        }

        Span<float> value = stackalloc float[1];
        Device.Download(this, value);
        return value[0];
    }

    /// <summary>
    /// Computes the gradient of this scalar with respect to every leaf that requires one, and adds it to the leaf's
    /// <see cref="Gradient"/>. Gradients belong to the open <see cref="TensorScope"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is not a scalar, or nothing it was computed from requires a gradient.</exception>
    public void Backward() => Tape.Backward(this);

    /// <summary>Frees the memory now.</summary>
    public void Dispose()
    {
        _storage?.Dispose();
        _storage = null;
        Source = null;
        TensorScope.Keep(this);
    }

    /// <summary>The device, shape and first elements.</summary>
    public override string ToString()
    {
        if (_storage is null)
        {
            return $"Tensor {Shape} (freed)";
        }

        const int shown = 6;
        var values = ToArray();
        var head = string.Join(", ", values.Take(shown).Select(value => value.ToString("G5", CultureInfo.InvariantCulture)));
        return $"Tensor {Shape} on {Device.Name}: {head}{(values.Length > shown ? ", …" : "")}";
    }
}
