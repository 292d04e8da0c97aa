namespace Tandem.Tensors.Tests;

/// <inheritdoc/>
public sealed class CpuVector128OnTwoThreads() : CpuConformance(SimdLevel.Vector128, threads: 2);
