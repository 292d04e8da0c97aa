using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>What Jupyter has to know of a kernel to start it: the content of a <c>kernel.json</c>.</summary>
/// <param name="DisplayName">The name that front ends show.</param>
/// <param name="Language">The language of its cells.</param>
/// <param name="Command">The program and its arguments; <c>{connection_file}</c> stands for the connection file's path.</param>
/// <param name="IsTandem">True when this program wrote it.</param>
public sealed record KernelSpec(string DisplayName, string Language, IReadOnlyList<string> Command, bool IsTandem)
{
    /// <summary>What stands for the connection file's path in a command.</summary>
    public const string ConnectionFile = "{connection_file}";

    /// <summary>The key in the specification's metadata by which this program knows its own.</summary>
    private const string Mark = "tandem";

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Variables that Jupyter sets for the kernel's process. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a <c>kernel.json</c>.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="FormatException">The file is no kernel specification.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Its permissions forbid reading.</exception>
    public static KernelSpec Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return new KernelSpec(
                root.GetProperty("display_name").GetString()!,
                root.TryGetProperty("language", out var language) ? language.GetString()! : "",
                [.. root.GetProperty("argv").EnumerateArray().Select(word => word.GetString()!)],
                root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(Mark, out _));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{path} is no kernel specification: {failure.Message}", failure);
        }
    }

    /// <summary>Writes it as a <c>kernel.json</c>.</summary>
    internal void Write(string path)
    {
        var json = new JsonObject
        {
            ["argv"] = ReplyContent.Texts(Command),
            ["display_name"] = DisplayName,
            ["language"] = Language,
            // A message reaches the kernel on every system, and through wrappers that keep signals to themselves.
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject(Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)JsonValue.Create(variable.Value)))),
            ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = new JsonObject { ["version"] = KernelInfoHandler.Version } },
        };
        AtomicFile.WriteText(path, writer => writer.Write(json.ToJsonString(_json) + "\n"));
    }
}
