namespace Tandem.Tensors.Tests;

/// <inheritdoc/>
public sealed class CpuVector512OnThreeThreads() : CpuConformance(SimdLevel.Vector512, threads: 3);
