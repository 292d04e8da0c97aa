using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>The assemblies of the running program, as references for cells.</summary>
internal static class HostReferences
{
    private static readonly string[] _notForCells = ["Microsoft.CodeAnalysis", "Markdig", "NuGet.Versioning", "System.CommandLine"];

    private static readonly Dictionary<string, string> _pathByName = FindHostAssemblies();

    /// <summary>Every assembly of the program, less the tools that run cells.</summary>
    /// <remarks>
    /// All of them from the first cell on, though fewer would bind faster: an assembly that joins later gives the libraries that refer to it new symbols,
    /// and a type of one cell is not the same type in the next. For the same reason the references are new objects at each call: two sessions that share
    /// them take each other's symbols out of the references' caches.
    /// </remarks>
    public static IReadOnlyList<MetadataReference> Load() =>
    [
        .. _pathByName
            .Where(assembly => !_notForCells.Any(tool => assembly.Key.StartsWith(tool, StringComparison.Ordinal)) && File.Exists(assembly.Value))
            .Select(assembly => MetadataReference.CreateFromFile(assembly.Value)),
    ];

    /// <summary>The path of an assembly of the program by its name, case ignored; null when there is none.</summary>
    public static string? PathOf(string assemblyName) => _pathByName.GetValueOrDefault(assemblyName);

    private static Dictionary<string, string> FindHostAssemblies()
    {
        var paths = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            byName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        return byName;
    }
}
