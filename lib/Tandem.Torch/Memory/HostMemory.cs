using System.Runtime.InteropServices;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>Copies between spans and libtorch's tensors in the host's memory.</summary>
internal static class HostMemory
{
    /// <summary>Elements that are copied in one go: libtorch's memory is seen as a span of bytes, of at most 2 GB.</summary>
    private const int CopiedElements = 1 << 27;

    /// <summary>A vector of the given values.</summary>
    /// <param name="source">The values.</param>
    /// <param name="type">libtorch's name of <typeparamref name="T"/>.</param>
    public static torch.Tensor Copy<T>(ReadOnlySpan<T> source, torch.ScalarType type)
        where T : unmanaged
    {
        var target = torch.empty(source.Length, type);
        for (var start = 0; start < source.Length; start += CopiedElements)
        {
            var part = source.Slice(start, Math.Min(CopiedElements, source.Length - start));
            using var view = target.narrow(0, start, part.Length);
            MemoryMarshal.AsBytes(part).CopyTo(view.bytes);
        }

        return target;
    }

    /// <summary>The elements of a tensor on any device, rounded to 32-bit floats, row-major.</summary>
    public static float[] ToArray(torch.Tensor source)
    {
        using var scope = torch.NewDisposeScope();
        var values = new float[source.numel()];
        Copy(source.detach().to(torch.float32).cpu().contiguous().view(-1), values);
        return values;
    }

    /// <summary>Copies the elements of a vector, which are of the span's type.</summary>
    public static void Copy<T>(torch.Tensor source, Span<T> target)
        where T : unmanaged
    {
        for (var start = 0; start < target.Length; start += CopiedElements)
        {
            var part = target.Slice(start, Math.Min(CopiedElements, target.Length - start));
            using var view = source.narrow(0, start, part.Length);
            view.bytes.CopyTo(MemoryMarshal.AsBytes(part));
        }
    }
}
