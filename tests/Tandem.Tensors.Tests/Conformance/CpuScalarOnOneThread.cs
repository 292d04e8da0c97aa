namespace Tandem.Tensors.Tests;

/// <inheritdoc/>
public sealed class CpuScalarOnOneThread() : CpuConformance(SimdLevel.Scalar, threads: 1);
