using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem.Torch;

/// <summary>Makes this library's devices known by name as soon as it is loaded.</summary>
internal static class TorchModule
{
#pragma warning disable CA2255 // Device.Use("cuda") loads this library for nothing but its names.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Register()
    {
        Device.Register("cuda", TorchDevice.Cuda);
        Device.Register("torch-cpu", number => number == 0
            ? TorchDevice.Cpu()
            : throw new DeviceUnavailableException($"There is no torch-cpu:{number}: the processor is one device. Give torch-cpu; {TorchMachine.ThreadsVariable} sets its number of threads."));
    }
}
