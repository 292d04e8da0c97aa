namespace Tandem.Tensors;

/// <summary>Chooses the device that new tensors are allocated on.</summary>
public static class Device
{
    // Lazy, not a static initialiser: what a wrong environment variable throws reaches the caller as it is.
    private static readonly Lazy<IDevice> _cpu = new(() => new CpuDevice());

    private static IDevice? _current;

    /// <summary>The processor, with the number of threads of <c>TANDEM_THREADS</c> (default: all cores) and its widest vector instructions.</summary>
    public static IDevice Cpu => _cpu.Value;

    /// <summary>The device in use: the one given to <see cref="Use"/>, else <see cref="Cpu"/>.</summary>
    public static IDevice Current => _current ?? Cpu;

    /// <summary>Makes <paramref name="device"/> the one that new tensors are allocated on. Existing tensors stay where they are.</summary>
    public static void Use(IDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        _current = device;
    }
}
