namespace Tandem.Tensors;

/// <summary>The processor: every kernel in C#, on all cores, with the widest vector instructions it has.</summary>
public sealed unsafe partial class CpuDevice : IDevice
{
    private readonly WorkerPool _pool;

    /// <summary>
    /// A device that computes with the given threads and vector instructions. The number of threads never changes a bit of a result;
    /// vector widths agree within rounding.
    /// </summary>
    /// <param name="threads">The number of threads; when omitted that of the environment variable <c>TANDEM_THREADS</c>, else all cores.</param>
    /// <param name="simd">The vector instructions; when omitted those of the environment variable <c>TANDEM_SIMD</c>
    /// (<c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>), else the widest that the processor has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is not positive.</exception>
    /// <exception cref="ArgumentException">The processor lacks the instructions, or an environment variable holds no valid value.</exception>
    public CpuDevice(int? threads = null, SimdLevel? simd = null)
    {
        if (threads is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count, nameof(threads));
        }

        _pool = WorkerPool.Shared(threads ?? WorkerPool.ParseThreads(Environment.GetEnvironmentVariable(WorkerPool.Variable)));
        Simd = simd is { } level
            ? SimdSupport.Require(level, nameof(simd))
            : SimdSupport.Parse(Environment.GetEnvironmentVariable(SimdSupport.Variable));
    }

    /// <summary>The number of threads, the caller's included.</summary>
    public int Threads => _pool.Threads;

    /// <summary>The vector instructions in use.</summary>
    public SimdLevel Simd { get; }

    internal NativeMemoryPool Memory { get; } = new();

    /// <inheritdoc/>
    public string Name => $"cpu ({SimdSupport.Describe(Simd)}, {Threads} thread{(Threads == 1 ? "" : "s")})";

    /// <summary>False: a kernel ends before its call returns. Tests set it, to see that nothing depends on values being read at once.</summary>
    public bool RunsAhead { get; internal init; }

    /// <inheritdoc/>
    public long LiveStorages => Memory.Live;

    /// <inheritdoc/>
    public Storage Allocate(int length) => new CpuStorage(this, length);

    /// <inheritdoc/>
    public Storage AllocateIndices(int length) => new CpuStorage(this, length);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, Tensor target, int first = 0)
    {
        source.CopyTo(Span(target)[first..]);
        KeepAlive(target);
    }

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<int> source, Indices target)
    {
        source.CopyTo(Span(target));
        KeepAlive(target);
    }

    /// <inheritdoc/>
    public void Download(Tensor source, Span<float> target)
    {
        Span(source).CopyTo(target);
        KeepAlive(source);
    }

    /// <inheritdoc/>
    public void Download(Indices source, Span<int> target)
    {
        Span(source).CopyTo(target);
        KeepAlive(source);
    }

    /// <inheritdoc/>
    public void Fill(Tensor target, float value)
    {
        Span(target).Fill(value);
        KeepAlive(target);
    }

    /// <inheritdoc/>
    public void Copy(Tensor source, Tensor target)
    {
        Span(source).CopyTo(Span(target));
        KeepAlive(source, target);
    }

    private static float* Pointer(Tensor tensor) => (float*)((CpuStorage)tensor.Storage).Pointer;

    private static int* Pointer(Indices indices) => (int*)((CpuStorage)indices.Storage).Pointer;

    private static Span<float> Span(Tensor tensor) => new(Pointer(tensor), tensor.Shape.Count);

    private static Span<int> Span(Indices indices) => new(Pointer(indices), indices.Length);
}
