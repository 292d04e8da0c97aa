namespace Tandem.Tensors.Tests;

/// <summary>The processor as users get it.</summary>
public sealed class CpuConformance : DeviceConformance
{
    private static readonly CpuDevice _cpu = new();

    /// <inheritdoc/>
    protected override IDevice Device => _cpu;
}
