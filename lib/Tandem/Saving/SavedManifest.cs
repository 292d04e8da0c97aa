using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>The JSON part of a saved file.</summary>
/// <param name="Library">What wrote it.</param>
/// <param name="Objects">The fields of each object; the root comes first.</param>
/// <param name="Arrays">The arrays, their offsets counted from the end of the manifest's block.</param>
internal sealed record SavedManifest(string Library, JsonObject[] Objects, SavedArray[] Arrays)
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>As UTF-8.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, _options);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static SavedManifest Parse(byte[] json)
    {
        // The serializer leaves the inside of a JsonObject unread until a field is asked for; names that occur twice are found here.
        using var whole = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var manifest = whole.Deserialize<SavedManifest>(_options);
        return manifest is not null && !manifest.Objects.Contains(null) && !manifest.Arrays.Contains(null)
            ? manifest
            : throw new JsonException("An object or array has no description.");
    }
}
