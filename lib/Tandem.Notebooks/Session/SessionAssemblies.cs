using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Tandem.Notebooks;

/// <summary>
/// The assemblies of one session: what its cells compile to, and what they refer to beside the program's own, which are the same for the program and its
/// sessions. What a referenced assembly needs in turn is found in the same folder, native libraries also where packages keep them.
/// </summary>
internal sealed class SessionAssemblies() : AssemblyLoadContext("notebook")
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _pathByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _folders = [];

    public void Add(string path)
    {
        lock (_gate)
        {
            _pathByName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
            _folders.Add(Path.GetDirectoryName(path)!);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && HostReferences.PathOf(name) is null && Find(name) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}.so", $"lib{unmanagedDllName}.dylib", $"{unmanagedDllName}.so", $"{unmanagedDllName}.dll"];
        string[] places = ["", Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier, "native"), Path.Combine("..", "..", "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        var path = Folders().SelectMany(folder => places.SelectMany(place => names.Select(name => Path.GetFullPath(Path.Combine(folder, place, name))))).FirstOrDefault(File.Exists);

        // A library that misses another one may find it among those of the packages, which are asked next.
        return path is not null && NativeLibrary.TryLoad(path, out var library) ? library : 0;
    }

    private string? Find(string name)
    {
        lock (_gate)
        {
            return _pathByName.TryGetValue(name, out var path) ? path : _folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);
        }
    }

    private string[] Folders()
    {
        lock (_gate)
        {
            return [.. _folders];
        }
    }
}
