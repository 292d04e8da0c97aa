using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace Tandem.Notebooks;

/// <summary>
/// Lets the assemblies of packages find the native libraries of packages, and these each other: they lie in folders of their own, where neither the runtime looks nor they do. So
/// they are loaded by links that lie side by side, and after those that they miss.
/// </summary>
internal sealed partial class NativeLibraries : IDisposable
{
    private readonly Lazy<DirectoryInfo> _links = new(() => Directory.CreateTempSubdirectory("tandem-native-"));
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
                var name = Path.GetFileName(path);
                if (!_pathByName.ContainsKey(name))
                {
                    _pathByName[name] = Link(name, path);
                }
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

        if (_links.IsValueCreated)
        {
            _links.Value.Delete(recursive: true);
        }
    }

    /// <summary>A library's place beside all others. Windows lets few create links: there it stays where it is.</summary>
    private string Link(string name, string path) =>
        OperatingSystem.IsWindows() ? path : File.CreateSymbolicLink(Path.Combine(_links.Value.FullName, name), path).FullName;

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
            return fileNames.Select(_pathByName.GetValueOrDefault).OfType<string>().FirstOrDefault() is { } path ? Load(path, []) : 0;
        }
    }

    /// <summary>Loads a library; where it fails for want of another one that a package has, that one first.</summary>
    private nint Load(string path, HashSet<string> tried)
    {
        while (true)
        {
            try
            {
                return NativeLibrary.Load(path);
            }
            catch (DllNotFoundException error) when (FileNames().Matches(error.Message).Select(match => match.Value).FirstOrDefault(name => _pathByName.ContainsKey(name) && tried.Add(name)) is { } missing)
            {
                if (_pathByName[missing] != path)
                {
                    Load(_pathByName[missing], tried);
                }
            }
        }
    }

    [GeneratedRegex(@"[^\s/'""]+\.(so(\.[0-9]+)*|dylib)(?![\w.])")]
    private static partial Regex FileNames();
}
