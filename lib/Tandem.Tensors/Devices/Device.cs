namespace Tandem.Tensors;

/// <summary>Chooses the device that new tensors are allocated on.</summary>
/// <remarks>The choice holds for the whole process: make it at the start, before other threads compute.</remarks>
public static class Device
{
    /// <summary>The environment variable that names the device of a program which chooses none itself.</summary>
    public const string Variable = "TANDEM_DEVICE";

    // Lazy, not a static initialiser: what a wrong environment variable throws reaches the caller as it is.
    private static readonly Lazy<IDevice> _cpu = new(() => new CpuDevice());

    private static IDevice? _current;

    /// <summary>The processor, with the number of threads of <c>TANDEM_THREADS</c> (default: all cores) and its widest vector instructions.</summary>
    public static IDevice Cpu => _cpu.Value;

    /// <summary>The device in use: the one given to <see cref="Use(IDevice)"/>, else the one that <see cref="Variable"/> names, else <see cref="Cpu"/>.</summary>
    /// <exception cref="ArgumentException">The variable names no device.</exception>
    /// <exception cref="DeviceUnavailableException">The device that the variable names cannot be used here; the message says what to do.</exception>
    public static IDevice Current => _current ?? Initial();

    /// <summary>Makes <paramref name="device"/> the one that new tensors are allocated on. Existing tensors stay where they are.</summary>
    public static void Use(IDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _current = device;
    }

    /// <summary>Makes a device the one that new tensors are allocated on, by its name. Existing tensors stay where they are.</summary>
    /// <param name="name">
    /// <c>cpu</c>: this library's own kernels; <c>cuda</c> or <c>cuda:1</c>: a GPU, through the package Tandem.Torch; <c>torch-cpu</c>: libtorch on the processor, through
    /// the same package; <c>auto</c>: a GPU if one can be used, else <c>cpu</c>, with a line on the error output that says why.
    /// </param>
    /// <exception cref="ArgumentException">There is no device of that name.</exception>
    /// <exception cref="DeviceUnavailableException">The device cannot be used here; the message says what to do. The device in use stays.</exception>
    public static void Use(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Use(DeviceNames.Named(name));
    }

    /// <summary>Makes devices known to <see cref="Use(string)"/> and to <see cref="Variable"/>; a library of devices calls it in its module initialiser.</summary>
    /// <param name="kind">The name, without a number.</param>
    /// <param name="create">The device of a number, which is 0 unless the name ends in one, as <c>cuda:1</c> does. Asked at most once for each number.</param>
    /// <exception cref="ArgumentException">The name is empty, has a colon, or is <c>cpu</c> or <c>auto</c>.</exception>
    public static void Register(string kind, Func<int, IDevice> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(create);
        DeviceNames.Register(kind, create);
    }

    /// <summary>The device that the environment names, unless another thread has chosen one meanwhile.</summary>
    private static IDevice Initial()
    {
        var named = DeviceNames.Named(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : DeviceNames.Cpu);
        return Interlocked.CompareExchange(ref _current, named, null) ?? named;
    }
}
