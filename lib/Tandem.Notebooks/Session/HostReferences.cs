using Microsoft.CodeAnalysis;

namespace Tandem.Notebooks;

/// <summary>
/// The assemblies of the running program, as references for cells. Cells start with the few that most of them need: binding against all of the
/// framework's assemblies costs each cell a third of its compilation. A cell that does not compile with the few gets them all.
/// </summary>
internal static class HostReferences
{
    private static readonly string[] _frameworkBasics =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Console", "System.Linq", "System.Memory",
        "System.Numerics.Tensors", "System.Text.RegularExpressions", "System.Threading",
    ];

    private static readonly string[] _notForCells = ["Microsoft.CodeAnalysis", "Markdig", "System.CommandLine"];

    private static readonly Dictionary<string, string> _pathByName = FindHostAssemblies();

    /// <summary>The framework's basics and the Tandem libraries.</summary>
    /// <remarks>
    /// New objects at each call: two sessions that share references take each other's symbols out of the references' caches, and then a type of one
    /// cell is not the same type in the next.
    /// </remarks>
    public static IReadOnlyList<MetadataReference> LoadFew() => Load(_pathByName.Where(IsAmongFew));

    /// <summary>All other assemblies of the program, less the tools that run cells.</summary>
    public static IReadOnlyList<MetadataReference> LoadRest() =>
        Load(_pathByName.Where(entry => !IsAmongFew(entry) && !_notForCells.Any(tool => entry.Key.StartsWith(tool, StringComparison.Ordinal))));

    /// <summary>The path of an assembly of the program by its name, case ignored; null when there is none.</summary>
    public static string? PathOf(string assemblyName) => _pathByName.GetValueOrDefault(assemblyName);

    private static bool IsAmongFew(KeyValuePair<string, string> assembly) =>
        _frameworkBasics.Contains(assembly.Key) || assembly.Key == "Tandem" || assembly.Key.StartsWith("Tandem.", StringComparison.Ordinal);

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

    private static MetadataReference[] Load(IEnumerable<KeyValuePair<string, string>> assemblies) =>
        [.. assemblies.Where(entry => File.Exists(entry.Value)).Select(entry => MetadataReference.CreateFromFile(entry.Value))];
}
