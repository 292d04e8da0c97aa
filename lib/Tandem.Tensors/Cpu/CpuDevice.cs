namespace Tandem.Tensors;

/// <summary>The processor: every kernel in C#, on all cores, with the widest vector instructions it has.</summary>
public sealed unsafe partial class CpuDevice : IDevice
{
    internal NativeMemoryPool Memory { get; } = new();

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public long LiveStorages => Memory.Live;

    /// <inheritdoc/>
    public Storage Allocate(int length) => new CpuStorage(this, length);

    /// <inheritdoc/>
    public Storage AllocateIndices(int length) => new CpuStorage(this, length);

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<float> source, Tensor target) => source.CopyTo(Span(target));

    /// <inheritdoc/>
    public void Upload(ReadOnlySpan<int> source, Indices target) => source.CopyTo(Span(target));

    /// <inheritdoc/>
    public void Download(Tensor source, Span<float> target) => Span(source).CopyTo(target);

    /// <inheritdoc/>
    public void Download(Indices source, Span<int> target) => Span(source).CopyTo(target);

    /// <inheritdoc/>
    public void Fill(Tensor target, float value) => Span(target).Fill(value);

    /// <inheritdoc/>
    public void Copy(Tensor source, Tensor target) => Span(source).CopyTo(Span(target));

    private static float* Pointer(Tensor tensor) => (float*)((CpuStorage)tensor.Storage).Pointer;

    private static int* Pointer(Indices indices) => (int*)((CpuStorage)indices.Storage).Pointer;

    private static Span<float> Span(Tensor tensor) => new(Pointer(tensor), tensor.Shape.Count);

    private static Span<int> Span(Indices indices) => new(Pointer(indices), indices.Length);
}
