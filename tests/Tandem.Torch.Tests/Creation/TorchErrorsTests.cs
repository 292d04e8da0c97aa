using System.Runtime.InteropServices;
using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch.Tests;

/// <summary>What a person reads on machines that this one is not.</summary>
public sealed class TorchErrorsTests
{
    private static readonly string _version = typeof(torch).Assembly.GetName().Version!.ToString(3);
    private static readonly CudaDriver _driver = new("11.4", ["NVIDIA A10", "NVIDIA T4"]);

    [Fact]
    public void A_gpu_without_libtorch_says_which_package_to_reference()
    {
        var cause = new NotSupportedException("no libtorch");
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(0, new Machine { Cause = cause }));
        Assert.Same(cause, error.InnerException);
        Assert.Contains(OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux", error.Message);
        Assert.Contains("#r \"nuget: TorchSharp-cuda-", error.Message);
        Assert.Contains(_version, error.Message);
        Assert.Contains("TANDEM_DEVICE=cpu", error.Message);
    }

    [Fact]
    public void The_processor_without_libtorch_says_which_package_to_reference()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cpu(new Machine { Cause = new DllNotFoundException() }));
        Assert.Contains("#r \"nuget: TorchSharp-cpu, ", error.Message);
    }

    [Theory]
    [InlineData(
        "Unable to load shared library '/app/libLibTorchSharp.so' or one of its dependencies. In order to help diagnose loading problems, …: \n"
        + "/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /app/libLibTorchSharp.so)\n",
        "GLIBCXX_3.4.32",
        "the libstdc++ of GCC 13 or newer")]
    [InlineData("Unable to load …\nlibgomp.so.1: cannot open shared object file: No such file or directory\n", "libgomp.so.1", "Install the package of this system that has libgomp.so.1.")]
    [InlineData("Unable to load …\n/lib/libm.so.6: version `GLIBC_2.38' not found (required by /app/libc10.so)\n", "GLIBC_2.38", "use a newer system")]
    public void A_library_that_is_there_and_does_not_load_says_why_and_what_to_do(string message, string reason, string remedy)
    {
        var machine = new Machine { Cause = new NotSupportedException("no libtorch"), Refusal = NativeLoader.Reason(message) };
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cpu(machine));
        Assert.Contains(reason, error.Message);
        Assert.Contains(remedy, error.Message);
        Assert.DoesNotContain("Reference the package", error.Message);
        Assert.Contains("TANDEM_DEVICE=cpu", error.Message);
    }

    [Fact]
    public void What_TorchSharp_says_of_a_failure_is_in_the_error_and_not_on_the_console()
    {
        var (console, written) = (Console.Out, new StringWriter());
        Console.SetOut(written);
        try
        {
            var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cpu(new Machine { Cause = new NotSupportedException("I tried\nthis and that") }));
            Assert.Contains("this and that", error.InnerException!.Message);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal("something else" + Environment.NewLine, written.ToString());
    }

    [Fact]
    public void A_machine_without_a_driver_is_told_to_install_it()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "There is no CUDA on macOS.");
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(0, new Machine()));
        Assert.Contains("no NVIDIA driver", error.Message);
        Assert.Contains("--gpus all", error.Message);
        Assert.Contains("TANDEM_DEVICE=cpu", error.Message);
    }

    [Fact]
    public void A_driver_without_a_gpu_is_told_what_may_hide_it()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(0, new Machine { NvidiaDriver = new CudaDriver("12.8", []) }));
        Assert.Contains("CUDA 12.8", error.Message);
        Assert.Contains("CUDA_VISIBLE_DEVICES", error.Message);
    }

    [Fact]
    public void A_libtorch_for_the_processor_names_the_gpu_that_it_cannot_use_and_the_package_that_can()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(0, new Machine { NvidiaDriver = _driver }));
        Assert.Contains("NVIDIA A10", error.Message);
        Assert.Contains("in place of TorchSharp-cpu", error.Message);
    }

    [Fact]
    public void An_old_driver_is_named_with_the_cuda_that_it_supports()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(0, new Machine { NvidiaDriver = _driver, Cuda = true }));
        Assert.Contains("supports CUDA 11.4", error.Message);
        Assert.Contains("update the driver", error.Message);
        Assert.Contains($"TorchSharp {_version}", error.Message);
    }

    [Theory]
    [InlineData(1, "has one GPU, cuda:0")]
    [InlineData(4, "has 4 GPUs, cuda:0 to cuda:3")]
    public void A_gpu_beyond_the_last_says_how_many_there_are(int count, string expected)
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cuda(count, new Machine { Count = count }));
        Assert.Contains($"There is no cuda:{count}", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_negative_number_of_a_gpu_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => TorchDevice.Cuda(-1));

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 GiB (GPU 0; 79.11 GiB total capacity)\nstack")]
    [InlineData("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 4503599627370496 bytes.\nstack")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`\nstack")]
    public void Memory_that_does_not_suffice_says_what_to_make_smaller(string message)
    {
        var cause = new ExternalException(message);
        Assert.True(TorchErrors.IsOutOfMemory(cause));
        var error = TorchErrors.OutOfMemory(cause, "cuda:0 (NVIDIA A10)");
        Assert.Same(cause, error.InnerException);
        Assert.Contains("cuda:0 (NVIDIA A10) is out of memory", error.Message);
        Assert.Contains("smaller batchSize", error.Message);
        Assert.Contains("nvidia-smi", error.Message);
        Assert.EndsWith(message[..^"\nstack".Length], error.Message);
    }

    [Fact]
    public void Other_errors_of_libtorch_are_not_about_memory() =>
        Assert.False(TorchErrors.IsOutOfMemory(new ExternalException("The size of tensor a (3) must match the size of tensor b (4)")));

    [Fact]
    public void The_processor_is_one_device()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => Device.Use("torch-cpu:1"));
        Assert.Contains("the processor is one device", error.Message);
    }

    [Fact]
    public void The_number_of_threads_is_taken_or_refused_and_never_ignored()
    {
        _ = TorchDevices.Cpu;
        var before = Environment.GetEnvironmentVariable(TorchMachine.ThreadsVariable);
        try
        {
            Environment.SetEnvironmentVariable(TorchMachine.ThreadsVariable, "none");
            Assert.Contains("positive", Assert.Throws<ArgumentException>(() => TorchDevice.Cpu()).Message);
            Environment.SetEnvironmentVariable(TorchMachine.ThreadsVariable, "1");
            if (typeof(torch).GetMethod("set_num_threads") is null)
            {
                Assert.Contains("OMP_NUM_THREADS", Assert.Throws<DeviceUnavailableException>(() => TorchDevice.Cpu()).Message);
            }
            else
            {
                Assert.EndsWith(", 1 thread)", TorchDevice.Cpu().Name);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable(TorchMachine.ThreadsVariable, before);
        }
    }

    private sealed class Machine : TorchMachine
    {
        public string? Refusal { get; init; }

        public Exception? Cause { get; init; }

        public int Count { get; init; }

        public bool Cuda { get; init; }

        public CudaDriver? NvidiaDriver { get; init; }

        public override int GpuCount => Count;

        public override bool HasCudaKernels => Cuda;

        public override CudaDriver? Driver => NvidiaDriver;

        protected override void Initialize(DeviceType type)
        {
            if (Cause is not null)
            {
                // As TorchSharp does.
                Console.WriteLine("something else");
                Console.WriteLine(Cause.Message);
                throw Cause;
            }
        }

        protected override string? LoaderFailure(Exception cause) => Refusal;
    }
}
