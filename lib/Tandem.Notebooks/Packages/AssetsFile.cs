using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>Reads the file that a restore leaves behind (<c>project.assets.json</c>).</summary>
internal static class AssetsFile
{
    private const string Placeholder = "_._";

    /// <summary>The restore's errors: NuGet's code, the package, the message.</summary>
    public static IReadOnlyList<RestoreError> Errors(JsonElement assets) => !assets.TryGetProperty("logs", out var logs) ? [] :
    [
        .. logs.EnumerateArray()
            .Where(log => Text(log, "level") == "Error")
            .Select(log => new RestoreError(Text(log, "code"), Text(log, "libraryId"), Text(log, "message"))),
    ];

    /// <summary>The names of the sources that were asked.</summary>
    public static IReadOnlyList<string> Sources(JsonElement assets) =>
        [.. assets.GetProperty("project").GetProperty("restore").GetProperty("sources").EnumerateObject().Select(source => source.Name)];

    /// <summary>The packages that were found, for the platform of <see cref="RestoreTarget"/>.</summary>
    public static IReadOnlyList<InstalledPackage> Packages(JsonElement assets)
    {
        var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var libraries = assets.GetProperty("libraries");
        return
        [
            .. assets.GetProperty("targets").GetProperty($"{RestoreTarget.Framework}/{RestoreTarget.RuntimeIdentifier}").EnumerateObject()
                .Where(library => Text(library.Value, "type") == "package")
                .Select(library => Package(library, folders, Text(libraries.GetProperty(library.Name), "path"))),
        ];
    }

    /// <summary>Whether a package brings steps of its own for a build, which put together files that it was too small to carry, say.</summary>
    public static bool HasBuildSteps(JsonElement assets) => assets.GetProperty("targets").EnumerateObject()
        .SelectMany(target => target.Value.EnumerateObject())
        .Any(library => library.Value.TryGetProperty("build", out var files) && files.EnumerateObject().Any(file => file.Name.EndsWith(".targets", StringComparison.OrdinalIgnoreCase)));

    private static InstalledPackage Package(JsonProperty library, IReadOnlyList<string> folders, string path)
    {
        var name = library.Name.Split('/');
        var folder = folders.Select(root => Path.Combine(root, path)).First(Directory.Exists);
        return new InstalledPackage(name[0], name[1], Files(library.Value, "runtime", folder), Files(library.Value, "native", folder));
    }

    private static IReadOnlyList<string> Files(JsonElement library, string group, string folder) => !library.TryGetProperty(group, out var files) ? [] :
    [
        .. files.EnumerateObject().Select(file => file.Name)
            .Where(file => Path.GetFileName(file) != Placeholder && (group == "native" || file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            .Select(file => Path.GetFullPath(Path.Combine(folder, file))),
    ];

    private static string Text(JsonElement element, string property) => element.TryGetProperty(property, out var value) ? value.GetString() ?? "" : "";
}
