namespace Tandem.Tensors.Tests;

/// <inheritdoc/>
public sealed class CpuVector256OnThreeThreads() : CpuConformance(SimdLevel.Vector256, threads: 3);
