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
    public static torch.Tensor ToTorch(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Copied(tensor.Device, () => Kernel.Flat(tensor), () => HostMemory.Copy<float>(tensor.ToArray(), torch.float32), tensor.Shape.Extents.ToArray().Select(extent => (long)extent).ToArray());
    }

    /// <summary>A copy as a vector of TorchSharp: 64-bit integers, on the same GPU where the indices are on one, else in the host's memory.</summary>
    /// <param name="indices">Indices.</param>
    /// <returns>The copy. It belongs to the caller or, as is TorchSharp's custom, to the dispose scope that is open.</returns>
    /// <exception cref="ObjectDisposedException">The indices were disposed, or their scope has ended.</exception>
    public static torch.Tensor ToTorch(this Indices indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return Copied(indices.Device, () => Kernel.Flat(indices), () => HostMemory.Copy<int>(indices.ToArray(), torch.int32).to(torch.int64), [indices.Length]);
    }

    /// <summary>A copy as a tensor of this library, of the same shape. Half, 32-bit and 64-bit floats become 32-bit floats; gradients are left behind.</summary>
    /// <param name="tensor">A tensor of floats, on any device.</param>
    /// <param name="device">Where the copy is to be; the device in use when omitted. Between a GPU and itself nothing goes through the host.</param>
    /// <exception cref="ArgumentException">The tensor holds integers, truth values or complex numbers, or is sparse.</exception>
    public static Tensor ToTandem(this torch.Tensor tensor, IDevice? device = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.is_floating_point() || tensor.is_sparse)
        {
            throw new ArgumentException($"A {(tensor.is_sparse ? "sparse " : "")}tensor of {tensor.dtype} cannot become a tensor of 32-bit floats: give tensor.to(torch.float32), dense.", nameof(tensor));
        }

        var result = Tensor.Empty(new Shape([.. tensor.shape.Select(extent => checked((int)extent))]), device);
        using var kernel = Kernel.Begin();
        if (result.Device is TorchDevice torchDevice)
        {
            kernel.Set(result, tensor.detach().to(torch.float32).to(torchDevice.Native).clone().contiguous());
        }
        else
        {
            var values = new float[result.Shape.Count];
            HostMemory.Copy(tensor.detach().to(torch.float32).cpu().contiguous().view(values.Length), values.AsSpan());
            result.Device.Upload(values, result);
        }

        return result;
    }

    /// <summary>A tensor of the kernel's own, handed to whichever scope is open outside it.</summary>
    private static torch.Tensor Copied(IDevice device, Func<torch.Tensor> onDevice, Func<torch.Tensor> fromHost, long[] extents)
    {
        using var scope = torch.NewDisposeScope();
        return (device is TorchDevice ? onDevice().clone() : fromHost()).reshape(extents).MoveToOuterDisposeScope();
    }
}
