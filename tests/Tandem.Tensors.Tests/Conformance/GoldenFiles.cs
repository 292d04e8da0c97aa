using System.Text.Json;

namespace Tandem.Tensors.Tests;

/// <summary>Values that other libraries computed, in <c>tests/golden</c>, or in the folder that TANDEM_GOLDEN names in its place.</summary>
internal static class GoldenFiles
{
    /// <summary>The case of a family.</summary>
    public static JsonElement Case(string family, string name)
    {
        var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), family + ".json"))).RootElement.GetProperty("cases").EnumerateArray();
        return cases.Single(entry => entry.GetProperty("case").GetString() == name);
    }

    /// <summary>The numbers of a nested list, row-major.</summary>
    public static float[] Floats(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().SelectMany(Floats)],
        JsonValueKind.Null => [float.NaN],
        _ => [element.GetSingle()],
    };

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("TANDEM_GOLDEN") is { Length: > 0 } named)
        {
            return named;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run from within the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "golden");
    }
}
