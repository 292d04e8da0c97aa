using System.Text.Json;

namespace Tandem.Tensors.Tests;

/// <summary>
/// Published values of other libraries, in a folder that is not part of the repository: the one that TANDEM_GOLDEN names, else
/// <c>../shared/reference/golden</c> beside the repository.
/// </summary>
internal static class GoldenFiles
{
    /// <summary>The case of a family, or a skipped test where the files are absent.</summary>
    public static JsonElement Case(string family, string name)
    {
        var path = Folder() is { } folder ? Path.Combine(folder, family + ".json") : null;
        Needs.That(File.Exists(path), $"The golden values {family}.json are not here; set TANDEM_GOLDEN to the folder that holds them.");
        var cases = JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("cases").EnumerateArray();
        return cases.Single(entry => entry.GetProperty("case").GetString() == name);
    }

    /// <summary>The numbers of a nested list, row-major.</summary>
    public static float[] Floats(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Floats)],
        JsonValueKind.Null => [float.NaN],
        _ => [element.GetSingle()],
    };

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("TANDEM_GOLDEN") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "reference", "golden");
            }
        }

        return null;
    }
}
