using Tandem.Tensors;
using Tandem.Tensors.Tests;

namespace Tandem.Torch.Tests;

/// <summary>libtorch on the processor.</summary>
public sealed class TorchCpuConformance : DeviceConformance
{
    /// <inheritdoc/>
    protected override IDevice Device { get; } = TorchDevices.Cpu;
}
