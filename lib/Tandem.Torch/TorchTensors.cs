using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>Tensors between this library and TorchSharp. Values are copied, within the GPU where both are there; gradients do not cross.</summary>
/// <example><code>
/// torch.Tensor scores = model.Users.Embed(batch).ToTorch();
/// Tensor weights = scores.softmax(1).ToTandem();
/// </code></example>
public static class TorchTensors
{
    /// <summary>A tensor of TorchSharp with the same shape and values: on the same device, or in the host's memory if this one is no <see cref="TorchDevice"/>'s.</summary>
    /// <returns>A tensor of 32-bit floats, which belongs to TorchSharp's open <c>DisposeScope</c>; without one it is the caller's to dispose.</returns>
    /// <exception cref="InsufficientMemoryException">The device's memory does not suffice.</exception>
    public static torch.Tensor ToTorch(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] extents = [.. tensor.Shape.Extents];
        if (tensor.Device is TorchDevice device)
        {
            return device.Export(tensor, extents);
        }

        using var flat = HostMemory.Copy<float>(tensor.ToArray(), torch.float32);
        return flat.view(extents);
    }

    /// <summary>A tensor of this library with the same shape and values, which are rounded to 32-bit floats if they are of another type.</summary>
    /// <param name="tensor">A tensor of real numbers or of integers, on any device.</param>
    /// <param name="device">Where the result is to be; the device in use when omitted.</param>
    /// <exception cref="ArgumentException">The tensor holds complex numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has more than 2³¹−1 elements.</exception>
    /// <exception cref="InsufficientMemoryException">The device's memory does not suffice.</exception>
    public static Tensor ToTandem(this torch.Tensor tensor, IDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.is_complex())
        {
            throw new ArgumentException("A tensor of complex numbers has no counterpart here: take its real part or its absolute value first.", nameof(tensor));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(tensor.numel(), int.MaxValue, nameof(tensor));
        var result = Tensor.Empty(new Shape([.. tensor.shape.Select(extent => (int)extent)]), device);
        if (result.Device is TorchDevice native)
        {
            native.Import(tensor, result);
        }
        else
        {
            result.Device.Upload(HostMemory.ToArray(tensor), result);
        }

        return result;
    }
}
