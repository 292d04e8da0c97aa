using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Tandem.Notebooks;

/// <summary>Lets the assemblies of packages find the native libraries of packages: these lie in folders of their own, where the runtime does not look.</summary>
internal sealed class NativeLibraries : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _pathByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _assemblies = new(StringComparer.Ordinal);
    private readonly HashSet<AssemblyLoadContext> _contexts = [];

    public NativeLibraries() => AppDomain.CurrentDomain.AssemblyLoad += Attend;

    public void Add(InstalledPackage package)
    {
        lock (_gate)
        {
            foreach (var path in package.Natives)
            {
                _pathByName.TryAdd(Path.GetFileName(path), path);
            }

            _assemblies.UnionWith(package.Assemblies);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.AssemblyLoad -= Attend;
        foreach (var context in _contexts)
        {
            context.ResolvingUnmanagedDll -= Resolve;
        }
    }

    private void Attend(object? sender, AssemblyLoadEventArgs loaded)
    {
        lock (_gate)
        {
            if (!loaded.LoadedAssembly.IsDynamic && _assemblies.Contains(loaded.LoadedAssembly.Location)
                && AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is { } context && _contexts.Add(context))
            {
                context.ResolvingUnmanagedDll += Resolve;
            }
        }
    }

    private nint Resolve(Assembly assembly, string name)
    {
        string[] fileNames = OperatingSystem.IsWindows() ? [name, $"{name}.dll"]
            : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", $"{name}.dylib", $"lib{name}"]
            : [name, $"lib{name}.so", $"{name}.so", $"lib{name}"];
        lock (_gate)
        {
            return fileNames.Select(_pathByName.GetValueOrDefault).OfType<string>().FirstOrDefault() is { } path ? NativeLibrary.Load(path) : 0;
        }
    }
}
