using System.Runtime.Intrinsics;

namespace Tandem.Benchmarks;

/// <summary>How a peer's process is started.</summary>
/// <param name="Name">What the settings are called in figures.</param>
/// <param name="Environment">Variables to set, or with <see langword="null"/> to remove.</param>
/// <param name="TriesVariants">Whether the worker looks for the fastest number of threads and strip heights before it is measured.</param>
internal sealed record PeerSettings(string Name, IReadOnlyDictionary<string, string?> Environment, bool TriesVariants)
{
    private static readonly string[] _jemalloc =
        ["/usr/lib/x86_64-linux-gnu/libjemalloc.so.2", "/usr/lib/aarch64-linux-gnu/libjemalloc.so.2", "/usr/lib64/libjemalloc.so.2"];

    /// <summary>The environment as it is.</summary>
    public static PeerSettings Default { get; } = new("default", new Dictionary<string, string?>(), TriesVariants: false);

    /// <summary>
    /// What makes PyTorch fastest: the BLAS kernels made for this kind of processor, named since OpenBLAS takes its oldest ones for a processor newer than itself; the widest vectors, an allocator that keeps large
    /// blocks on huge pages, and idle threads of one library that sleep instead of taking the core from the other library's threads.
    /// </summary>
    public static PeerSettings Tuned { get; } = new("tuned", new Dictionary<string, string?>
    {
        ["OPENBLAS_CORETYPE"] = Vector512.IsHardwareAccelerated ? "SkylakeX" : Vector256.IsHardwareAccelerated ? "Haswell" : null,
        ["OPENBLAS_NUM_THREADS"] = null,
        ["OMP_NUM_THREADS"] = null,
        ["OPENBLAS_THREAD_TIMEOUT"] = "10",
        ["GOMP_SPINCOUNT"] = "0",
        ["ATEN_CPU_CAPABILITY"] = Vector512.IsHardwareAccelerated ? "avx512" : null,
        ["LD_PRELOAD"] = Array.Find(_jemalloc, File.Exists),
        ["MALLOC_CONF"] = "thp:always,metadata_thp:auto,dirty_decay_ms:-1,muzzy_decay_ms:-1",
    }, TriesVariants: true);
}
