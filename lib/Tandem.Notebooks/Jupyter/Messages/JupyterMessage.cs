using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>A message that a client sent.</summary>
/// <param name="Identities">The way back: the frames that the answer begins with.</param>
/// <param name="Header">The header as it came; answers carry it as their parent.</param>
/// <param name="Type">Its type, such as <c>execute_request</c>.</param>
/// <param name="Metadata">An object; empty when there is none.</param>
/// <param name="Content">An object.</param>
internal sealed record JupyterMessage(IReadOnlyList<ReadOnlyMemory<byte>> Identities, ReadOnlyMemory<byte> Header, string Type, JsonElement Metadata, JsonElement Content)
{
    /// <summary>A text of the content; the fallback when it is missing or something else.</summary>
    public string Text(string name, string fallback = "") =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : fallback;

    /// <summary>A truth value of the content; the fallback when it is missing or something else.</summary>
    public bool Flag(string name, bool fallback) => !Content.TryGetProperty(name, out var value) ? fallback : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => fallback,
    };

    /// <summary>A whole number of the content; null when it is missing or something else.</summary>
    public int? Number(string name) =>
        Content.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
