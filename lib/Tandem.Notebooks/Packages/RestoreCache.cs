using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>What restores found, kept on disk so that the same request needs no restore again.</summary>
internal sealed class RestoreCache(string folder)
{
    private static readonly TimeSpan _freshness = TimeSpan.FromDays(1);

    /// <summary>The folder of the user, or the one that <c>TANDEM_CACHE</c> names.</summary>
    public static RestoreCache OfUser()
    {
        var root = Environment.GetEnvironmentVariable("TANDEM_CACHE") is { Length: > 0 } given ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data ? Path.Combine(data, "tandem")
            : Path.Combine(Path.GetTempPath(), "tandem");
        return new RestoreCache(Path.Combine(root, "packages"));
    }

    /// <summary>The folder that restores may work in.</summary>
    public string Folder => folder;

    /// <summary>What was found before and is still there; null when a restore is needed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="atAnyAge">True to take an answer that newer packages may have made wrong.</param>
    public IReadOnlyList<InstalledPackage>? Find(RestoreRequest request, bool atAnyAge)
    {
        try
        {
            var file = new FileInfo(PathOf(request));
            if (!file.Exists || (request.IsFloating && !atAnyAge && DateTime.UtcNow - file.LastWriteTimeUtc > _freshness))
            {
                return null;
            }

            var packages = JsonSerializer.Deserialize<List<InstalledPackage>>(File.ReadAllText(file.FullName));
            return packages?.SelectMany(package => package.Assemblies.Concat(package.Natives)).All(File.Exists) == true ? packages : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be read is one that has nothing.
            return null;
        }
    }

    public void Store(RestoreRequest request, IReadOnlyList<InstalledPackage> packages) =>
        AtomicFile.WriteText(PathOf(request), writer => writer.Write(JsonSerializer.Serialize(packages)));

    private string PathOf(RestoreRequest request) => Path.Combine(folder, request.Key() + ".json");
}
