using System.Collections.Concurrent;

namespace Tandem.Tensors.Tests;

/// <summary>The processor with given vector instructions and threads; skipped where the hardware lacks the instructions.</summary>
public abstract class CpuConformance : DeviceConformance
{
    private static readonly ConcurrentDictionary<(SimdLevel Level, int Threads), CpuDevice> _devices = new();

    /// <summary>Puts the tests on a device that all tests with the same arguments share.</summary>
    protected CpuConformance(SimdLevel level, int threads)
    {
        Needs.That(SimdSupport.IsSupported(level), $"This processor does not run {level} in hardware.");
        Device = _devices.GetOrAdd((level, threads), key => new CpuDevice(key.Threads, key.Level));
    }

    /// <inheritdoc/>
    protected override IDevice Device { get; }
}
