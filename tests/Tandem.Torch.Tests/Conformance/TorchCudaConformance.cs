using Tandem.Tensors;
using Tandem.Tensors.Tests;

namespace Tandem.Torch.Tests;

/// <summary>The first GPU.</summary>
public sealed class TorchCudaConformance : DeviceConformance
{
    /// <inheritdoc/>
    protected override IDevice Device { get; } = TorchDevices.Gpu;
}
