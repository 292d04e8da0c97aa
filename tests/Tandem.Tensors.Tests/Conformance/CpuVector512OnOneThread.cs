namespace Tandem.Tensors.Tests;

/// <inheritdoc/>
public sealed class CpuVector512OnOneThread() : CpuConformance(SimdLevel.Vector512, threads: 1);
