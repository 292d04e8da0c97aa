using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>
/// Whether a peer multiplies matrices as fast as a tuned one does. On a machine whose PyTorch or faiss uses the reference BLAS, it runs at a few per cent of the processor's peak, and ratios
/// against it say nothing.
/// </summary>
internal static class PeerTuning
{
    /// <summary>The least share of the multiply-add peak. OpenBLAS with the kernels of another processor reaches about half of it, the reference BLAS 1 to 5 per cent.</summary>
    public const double LeastShare = 0.2;

    /// <summary>Rows, columns and inner extent of the product.</summary>
    private const int Size = 1024;

    /// <summary>Why a library of a peer must be left out; <see langword="null"/> where it is fast enough.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="library"><c>torch</c> or <c>faiss</c>.</param>
    public static string? Problem(PeerProcess peer, string library)
    {
        var seconds = peer.Seconds(new { operation = "product", library, size = Size, repeats = 5 });
        return Problem(library, 2.0 * Size * Size * Size / seconds, FmaPeak.Measure(new[] { 512, 256, 128 }.First(FmaPeak.IsSupported)));
    }

    /// <summary>Why a library must be left out that does so many floating-point operations a second where the processor can do <paramref name="peak"/>.</summary>
    public static string? Problem(string library, double flops, double peak) => flops >= LeastShare * peak ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{library} multiplies matrices at {flops / 1e9:F0} of the processor's {peak / 1e9:F0} Gflop/s, which no tuned BLAS does: install libopenblas0 and choose it, update-alternatives --config libblas.so.3-x86_64-linux-gnu");
}
