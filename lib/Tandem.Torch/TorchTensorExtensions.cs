using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>Tensors as those of TorchSharp, and back.</summary>
public static class TorchTensorExtensions
{
    /// <summary>
    /// A copy as a tensor of TorchSharp: 32-bit floats of the same shape, on the same GPU where the tensor is on one, else in the host's memory. Gradients are left behind.
    /// </summary>
    /// <param name="tensor">A tensor.</param>
    /// <returns>The copy. It belongs to the caller or, as is TorchSharp's custom, to the dispose scope that is open.</returns>
    /// <exception cref="ObjectDisposedException">The tensor was disposed, or its scope has ended.</exception>
    /// <exception cref="InsufficientMemoryException">The device's memory does not suffice.</exception>
    public static torch.Tensor ToTorch(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] extents = [.. tensor.Shape.Extents];
        if (tensor.Device is TorchDevice device)
        {
            return device.Export(() => Kernel.View(tensor, extents));
        }

        using var flat = HostMemory.Copy<float>(tensor.ToArray(), torch.float32);
        return flat.view(extents);
    }

    /// <summary>A copy as a vector of TorchSharp: 64-bit integers, on the same GPU where the indices are on one, else in the host's memory.</summary>
    /// <param name="indices">Indices.</param>
    /// <returns>The copy. It belongs to the caller or, as is TorchSharp's custom, to the dispose scope that is open.</returns>
    /// <exception cref="ObjectDisposedException">The indices were disposed, or their scope has ended.</exception>
    public static torch.Tensor ToTorch(this Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.Device is TorchDevice device)
        {
            return device.Export(() => Kernel.Flat(indices));
        }

        using var integers = HostMemory.Copy<int>(indices.ToArray(), torch.int32);
        return integers.to(torch.int64);
    }

    /// <summary>A copy as a tensor of this library, of the same shape. Half, 32-bit and 64-bit floats become 32-bit floats; gradients are left behind.</summary>
    /// <param name="tensor">A tensor of floats, on any device.</param>
    /// <param name="device">Where the copy is to be; the device in use when omitted. Between a GPU and itself nothing goes through the host.</param>
    /// <exception cref="ArgumentException">The tensor holds integers, truth values or complex numbers, or is sparse.</exception>
    /// <exception cref="InsufficientMemoryException">The device's memory does not suffice.</exception>
    public static Tensor ToTandem(this torch.Tensor tensor, IDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.is_floating_point() || tensor.is_sparse)
        {
            throw new ArgumentException($"A {(tensor.is_sparse ? "sparse " : "")}tensor of {tensor.dtype} cannot become a tensor of 32-bit floats: give tensor.to(torch.float32), dense.", nameof(tensor));
        }

        var result = Tensor.Empty(new Shape([.. tensor.shape.Select(extent => checked((int)extent))]), device);
        if (result.Device is TorchDevice torchDevice)
        {
            torchDevice.Import(tensor, result);
        }
        else
        {
            result.Device.Upload(HostMemory.ToArray(tensor), result);
        }

        return result;
    }
}
