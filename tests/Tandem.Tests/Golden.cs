using System.Text.Json;

namespace Tandem.Tests;

/// <summary>
/// Reference values of TensorFlow Recommenders and Keras: one JSON file a family, with params, inputs and expected outputs a case. They lie in the
/// folder that TANDEM_GOLDEN names; tests that need them are skipped where they are absent.
/// </summary>
internal static class Golden
{
    /// <summary>The cases of a family, by name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Cases(string family)
    {
        var file = Path.Combine(SkippableFolder.Require("TANDEM_GOLDEN", "shared", "reference", "golden"), family + ".json");
        Needs.That(File.Exists(file), $"There is no file {file}.");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(golden => golden.GetProperty("case").GetString()!, golden => golden.Clone());
    }

    /// <summary>One case of a family.</summary>
    public static JsonElement Case(string family, string name) => Cases(family)[name];
}
