using Tandem.Tensors;

namespace Tandem.Torch.Tests;

/// <summary>The devices of libtorch; tests are skipped where this machine has them not.</summary>
internal static class TorchDevices
{
    /// <summary>libtorch on the processor.</summary>
    public static TorchDevice Cpu => Required(_cpu);

    /// <summary>The first GPU.</summary>
    public static TorchDevice Gpu => Required(_gpu);

    private static readonly Lazy<(TorchDevice? Device, string Reason)> _cpu = new(() => Try(TorchDevice.Cpu));
    private static readonly Lazy<(TorchDevice? Device, string Reason)> _gpu = new(() => Try(() => TorchDevice.Cuda()));

    private static (TorchDevice? Device, string Reason) Try(Func<TorchDevice> create)
    {
        try
        {
            return (create(), "");
        }
        catch (DeviceUnavailableException error)
        {
            return (null, error.Message);
        }
    }

    private static TorchDevice Required(Lazy<(TorchDevice? Device, string Reason)> made)
    {
        var (device, reason) = made.Value;
        Needs.That(device is not null, reason);
        return device;
    }
}
