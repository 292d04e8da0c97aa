using System.Reflection;
using System.Runtime.InteropServices;
using Tandem.Tensors;
using TorchSharp;

namespace Tandem.Torch;

/// <summary>What creating a device asks of this machine and its libtorch. Tests derive machines that this one is not.</summary>
internal class TorchMachine
{
    public const string ThreadsVariable = "TANDEM_THREADS";

    // TorchSharp has them since 0.100.
    private static readonly MethodInfo? _setThreads = typeof(torch).GetMethod("set_num_threads", [typeof(int)]);
    private static readonly MethodInfo? _getThreads = typeof(torch).GetMethod("get_num_threads", []);

    /// <summary>How many GPUs libtorch can use; it must have been loaded.</summary>
    public virtual int GpuCount => torch.cuda.is_available() ? torch.cuda.device_count() : 0;

    /// <summary>Whether the libtorch of this program has kernels for CUDA.</summary>
    public virtual bool HasCudaKernels
    {
        get
        {
            var isThere = NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out var library);
            if (isThere)
            {
                NativeLibrary.Free(library);
            }

            return isThere;
        }
    }

    /// <summary>NVIDIA's driver; <see langword="null"/> without one.</summary>
    public virtual CudaDriver? Driver => CudaDriver.Find();

    /// <summary>Loads libtorch. TorchSharp wants to hear of CUDA before anything else is asked of it.</summary>
    /// <exception cref="DeviceUnavailableException">It cannot be loaded.</exception>
    public void Load(DeviceType type)
    {
        try
        {
            InitializeInSilence(type);
        }
        catch (Exception error) when (error is NotSupportedException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw TorchErrors.NoLibTorch(type, error, LoaderFailure(error));
        }
    }

    /// <summary>Has libtorch compute with the threads that the environment variable asks for, if it does, and tells with how many libtorch computes, if TorchSharp can tell.</summary>
    /// <exception cref="ArgumentException">The variable holds no positive number.</exception>
    /// <exception cref="DeviceUnavailableException">This TorchSharp cannot set the number.</exception>
    public static int? UseThreads()
    {
        if (Environment.GetEnvironmentVariable(ThreadsVariable) is { Length: > 0 } value)
        {
            var threads = new CpuDevice().Threads;
            (_setThreads ?? throw TorchErrors.NoThreads(value)).Invoke(null, [threads]);
        }

        return _getThreads?.Invoke(null, []) as int?;
    }

    /// <summary>Why the system refuses the native library that TorchSharp could not load; <see langword="null"/> where there is none.</summary>
    protected virtual string? LoaderFailure(Exception cause) => NativeLoader.Failure(cause);

    /// <summary>Loads libtorch, or throws what TorchSharp does.</summary>
    protected virtual void Initialize(DeviceType type) => torch.TryInitializeDeviceType(type);

    /// <summary>TorchSharp writes to the console all that it tried and throws the same: once is enough. What others write meanwhile is written after it.</summary>
    private void InitializeInSilence(DeviceType type)
    {
        var (console, written, thrown) = (Console.Out, new StringWriter(), "");
        Console.SetOut(written);
        try
        {
            Initialize(type);
        }
        catch (NotSupportedException error)
        {
            thrown = error.Message;
            throw;
        }
        finally
        {
            Console.SetOut(console);
            console.Write(thrown.Length == 0 ? written.ToString() : written.ToString().Replace(thrown + Environment.NewLine, "", StringComparison.Ordinal));
        }
    }
}
