using System.Text.Json;

namespace Tandem.Tests;

/// <summary>
/// Reference values of TensorFlow Recommenders, Keras and keras-rs: one JSON file a family, with params, inputs and expected outputs a case. They lie in
/// <c>tests/golden</c>; a folder with values of other seeds, named by TANDEM_GOLDEN, takes its place.
/// </summary>
internal static class Golden
{
    /// <summary>The cases of a family, by name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Cases(string family)
    {
        var named = Environment.GetEnvironmentVariable("TANDEM_GOLDEN");
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(SkippableFolder.RepositoryRoot(), "tests", "golden") : named;
        var file = Path.Combine(folder, family + ".json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(golden => golden.GetProperty("case").GetString()!, golden => golden.Clone());
    }

    /// <summary>One case of a family.</summary>
    public static JsonElement Case(string family, string name) => Cases(family)[name];
}
