using System.Runtime.InteropServices;
using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>What goes wrong with libtorch and GPUs, in words that say what to do.</summary>
internal static class TorchErrors
{
    private const string OnTheProcessor = $"Or compute on the processor: {Device.Variable}=cpu.";

    private static readonly string[] _outOfMemory = ["out of memory", "can't allocate memory", "ALLOC_FAILED"];

    private static string CudaPackage => OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

    private static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <summary>No libtorch is there, or none that loads.</summary>
    /// <param name="type">The device that was asked for.</param>
    /// <param name="cause">What TorchSharp threw.</param>
    /// <param name="refusal">Why the system does not load a library that is there; <see langword="null"/> where it is not there.</param>
    public static DeviceUnavailableException NoLibTorch(DeviceType type, Exception cause, string? refusal)
    {
        var (device, package) = type == DeviceType.CUDA ? ("cuda", CudaPackage) : ("torch-cpu", "TorchSharp-cpu");
        if (refusal is not null)
        {
            var remedy = NativeLoader.Remedy(refusal) is { } words ? $" {words}" : "";
            return new DeviceUnavailableException(
                $"Device {device}: the native library of TorchSharp {TorchSharpVersion} is there, but this system cannot load it: {refusal}.{remedy} {OnTheProcessor}", cause);
        }

        var runtime = OperatingSystem.IsWindows() ? " It needs Microsoft's Visual C++ redistributable, too." : "";
        return new DeviceUnavailableException(
            $"Device {device}: libtorch cannot be loaded. Reference the package {package} {TorchSharpVersion} beside Tandem.Torch; in a notebook, "
            + $"#r \"nuget: {package}, {TorchSharpVersion}\" before anything else uses TorchSharp.{runtime} {OnTheProcessor}",
            cause);
    }

    /// <summary>libtorch is there and finds no GPU: why, as far as the driver tells.</summary>
    public static DeviceUnavailableException NoGpu(TorchMachine machine) => new($"Device cuda: no GPU can be used. {WhyNoGpu(machine)} {OnTheProcessor}");

    public static DeviceUnavailableException NoSuchGpu(int index, int count) => new(count == 1
        ? $"There is no cuda:{index}: this machine has one GPU, cuda:0. CUDA_VISIBLE_DEVICES may hide others."
        : $"There is no cuda:{index}: this machine has {count} GPUs, cuda:0 to cuda:{count - 1}. CUDA_VISIBLE_DEVICES may hide others.");

    public static DeviceUnavailableException NoThreads(string value) => new(
        $"{TorchMachine.ThreadsVariable} is {value}, and TorchSharp {TorchSharpVersion} cannot set libtorch's number of threads: use a newer one, or set OMP_NUM_THREADS in its place.");

    /// <summary>Whether libtorch failed for want of memory.</summary>
    public static bool IsOutOfMemory(ExternalException error) => _outOfMemory.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do where memory did not suffice.</summary>
    /// <param name="error">What TorchSharp threw.</param>
    /// <param name="device">The device's name.</param>
    public static InsufficientMemoryException OutOfMemory(ExternalException error, string device)
    {
        var others = device.StartsWith("cuda", StringComparison.Ordinal) ? " (nvidia-smi lists it)" : "";
        return new InsufficientMemoryException(
            $"{device} is out of memory. Train with a smaller batchSize or a smaller dimension, evaluate in smaller batches, or end what else uses the device{others}. "
            + $"libtorch says: {FirstLine(error.Message)}",
            error);
    }

    private static string WhyNoGpu(TorchMachine machine) => machine switch
    {
        { Driver: null } when OperatingSystem.IsMacOS() => "There is no CUDA on macOS.",
        { Driver: null } => "This machine has no NVIDIA driver, or this container was started without its GPUs: install the driver until nvidia-smi lists the GPU; start a container with --gpus all.",
        { Driver: { Gpus.Count: 0 } driver } =>
            $"The NVIDIA driver (CUDA {driver.Cuda}) shows none: nvidia-smi must list it, and CUDA_VISIBLE_DEVICES{HiddenGpus()} must not hide it.",
        { HasCudaKernels: false, Driver: { } driver } =>
            $"The libtorch of this program computes on the processor only, yet there is {driver.Gpus[0]}: reference {CudaPackage} {TorchSharpVersion} in place of TorchSharp-cpu.",
        { Driver: { } driver } =>
            $"The NVIDIA driver supports CUDA {driver.Cuda}, which is too old for the libtorch of TorchSharp {TorchSharpVersion}: update the driver, or use an older TorchSharp, whose libtorch needs an older CUDA.",
    };

    private static string HiddenGpus() => Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } value ? $" (now \"{value}\")" : "";

    private static string FirstLine(string text) => text.AsSpan().IndexOf('\n') is >= 0 and var end ? text[..end] : text;
}
