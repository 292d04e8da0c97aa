using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Tandem.Tensors;

/// <summary>The devices by name: those of this library, and those that a library beside it registers.</summary>
internal static class DeviceNames
{
    public const string Cpu = "cpu";

    private const string Auto = "auto";
    private const string Gpu = "cuda";
    private const string TorchCpu = "torch-cpu";
    private const string TorchLibrary = "Tandem.Torch";

    private static readonly Lock _gate = new();
    private static readonly Dictionary<string, Func<int, IDevice>> _factories = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<(string Kind, int Number), IDevice> _devices = [];

    public static void Register(string kind, Func<int, IDevice> create)
    {
        if (kind.Contains(':') || Is(kind, Cpu) || Is(kind, Auto))
        {
            throw new ArgumentException($"\"{kind}\" cannot name devices: \"{Cpu}\" and \"{Auto}\" are taken, and what follows a colon is a device's number.", nameof(kind));
        }

        lock (_gate)
        {
            _factories[kind] = create;
        }
    }

    /// <summary>The device of that name, the same one each time.</summary>
    public static IDevice Named(string name)
    {
        var trimmed = name.Trim();
        return Is(trimmed, Cpu) ? Device.Cpu : Is(trimmed, Auto) ? GpuOrCpu() : Registered(trimmed);
    }

    /// <summary>The packages that a device needs beside this library's: none for the processor, for <c>auto</c>, which uses what is there, and for names of no device.</summary>
    public static (string Library, string Native)? PackagesOf(string name) => LibTorch(name.Trim()) is { } native ? (TorchLibrary, native) : null;

    private static IDevice GpuOrCpu()
    {
        try
        {
            return Registered(Gpu);
        }
        catch (DeviceUnavailableException failure)
        {
            Console.Error.WriteLine($"Device {Auto}: computing on {Device.Cpu.Name}. {failure.Message}");
            return Device.Cpu;
        }
    }

    private static IDevice Registered(string name)
    {
        var (kind, number) = Parse(name);
        lock (_gate)
        {
            if (_devices.TryGetValue((kind, number), out var known))
            {
                return known;
            }

            if (!_factories.TryGetValue(kind, out var create))
            {
                LoadTorch(name);
                create = _factories.GetValueOrDefault(kind) ?? throw Unknown(name);
            }

            return _devices[(kind, number)] = create(number);
        }
    }

    private static (string Kind, int Number) Parse(string name)
    {
        var colon = name.IndexOf(':');
        var kind = (colon < 0 ? name : name[..colon]).ToLowerInvariant();
        var number = 0;
        var isKnown = kind is Gpu or TorchCpu || _factories.ContainsKey(kind);
        return isKnown && (colon < 0 || int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)) ? (kind, number) : throw Unknown(name);
    }

    /// <summary>Loads the library of TorchSharp's devices, wherever this program or a notebook has it; its module initialiser registers them.</summary>
    private static void LoadTorch(string name)
    {
        var library = new AssemblyName(TorchLibrary);
        foreach (var context in AssemblyLoadContext.All)
        {
            try
            {
                RuntimeHelpers.RunModuleConstructor(context.LoadFromAssemblyName(library).ManifestModule.ModuleHandle);
                return;
            }
            catch (FileNotFoundException)
            {
                // Another context may have it: notebooks load what they reference into one of their own.
            }
        }

        throw new DeviceUnavailableException(
            $"Device \"{name}\": the package {TorchLibrary} is not referenced. In a notebook begin with #r \"nuget: {TorchLibrary}\" and the libtorch of this machine: #r \"nuget: {LibTorch(name)}\"; "
            + $"in a project reference both packages. Or compute on the processor: {Device.Variable}={Cpu}.");
    }

    private static string? LibTorch(string name) => name.Split(':')[0].ToLowerInvariant() switch
    {
        TorchCpu => "TorchSharp-cpu",
        Gpu => OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux",
        _ => null,
    };

    private static ArgumentException Unknown(string name) => new(
        $"There is no device \"{name}\". Give {string.Join(", ", new[] { Cpu, Gpu, $"{Gpu}:1", TorchCpu, Auto }.Concat(_factories.Keys).Distinct(StringComparer.OrdinalIgnoreCase))} "
        + $"to Device.Use or in {Device.Variable}.");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
