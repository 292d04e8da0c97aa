using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

public sealed partial class TorchDevice
{
    /// <summary>A GPU, through CUDA. Needs the package <c>TorchSharp-cuda-linux</c> or <c>TorchSharp-cuda-windows</c>.</summary>
    /// <param name="index">Which GPU, from 0, in the order of CUDA: the fastest first, unless <c>CUDA_DEVICE_ORDER</c> says otherwise, without those that <c>CUDA_VISIBLE_DEVICES</c> hides.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    /// <exception cref="DeviceUnavailableException">There is no such GPU, or libtorch cannot use it; the message says why and what to do.</exception>
    public static TorchDevice Cuda(int index = 0) => Cuda(index, new TorchMachine());

    /// <summary>
    /// libtorch on the processor. Needs the package <c>TorchSharp-cpu</c>, or one of those for CUDA. It computes with the number of threads of the environment variable
    /// <c>TANDEM_THREADS</c>; without that, with as many as libtorch chooses.
    /// </summary>
    /// <exception cref="ArgumentException">The environment variable holds no positive number.</exception>
    /// <exception cref="DeviceUnavailableException">libtorch cannot be loaded; the message says what to do.</exception>
    public static TorchDevice Cpu() => Cpu(new TorchMachine());

    internal static TorchDevice Cuda(int index, TorchMachine machine)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        machine.Load(DeviceType.CUDA);
        var count = machine.GpuCount;
        if (index >= count)
        {
            throw count == 0 ? TorchErrors.NoGpu(machine) : TorchErrors.NoSuchGpu(index, count);
        }

        return new TorchDevice(torch.device(DeviceType.CUDA, index), NameOf(index, machine.Driver));
    }

    internal static TorchDevice Cpu(TorchMachine machine)
    {
        machine.Load(DeviceType.CPU);
        var threads = TorchMachine.UseThreads();
        return new TorchDevice(torch.CPU, threads is { } count ? $"torch-cpu (libtorch {torch.__version__}, {count} thread{(count == 1 ? "" : "s")})" : $"torch-cpu (libtorch {torch.__version__})");
    }

    private static string NameOf(int index, CudaDriver? driver) =>
        driver is { Gpus: { } gpus } && index < gpus.Count ? $"cuda:{index} ({gpus[index]})" : $"cuda:{index}";
}
