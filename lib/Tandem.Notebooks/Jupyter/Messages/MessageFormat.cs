using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Notebooks;

/// <summary>
/// The Jupyter protocol's frames: identities, a delimiter, the signature, then header, parent header, metadata and content as JSON, then any buffers.
/// </summary>
internal sealed class MessageFormat(MessageSigner signer)
{
    /// <summary>The protocol's version that messages claim.</summary>
    public const string ProtocolVersion = "5.4";

    private const int JsonFrames = 4;

    private static readonly ReadOnlyMemory<byte> _delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> _emptyObject = "{}"u8.ToArray();

    // Relaxed escaping leaves HTML readable on the wire, and shorter.
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ReplayGuard _replays = new();
    private readonly string _session = Guid.NewGuid().ToString();

    /// <summary>Reads a message.</summary>
    /// <exception cref="RejectedMessageException">The frames are no message, or not one signed with the key, or one that came before.</exception>
    public JupyterMessage Read(ZmqMessage message)
    {
        var frames = message.Frames;
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].Span.SequenceEqual(_delimiter.Span))
        {
            delimiter++;
        }

        if (delimiter + 1 + JsonFrames >= frames.Count)
        {
            throw new RejectedMessageException($"{frames.Count} frames are no Jupyter message");
        }

        var signature = frames[delimiter + 1].Span;
        ReadOnlyMemory<byte>[] json = [.. frames.Skip(delimiter + 2).Take(JsonFrames)];
        if (!signer.IsValid(signature, json))
        {
            throw new RejectedMessageException("its signature is wrong; the sender does not know this kernel's key");
        }

        if (signer.IsEnabled && !_replays.TryAdd(signature))
        {
            throw new RejectedMessageException("it came before; a message is accepted once");
        }

        return Read([.. frames.Take(delimiter)], json);
    }

    /// <summary>Writes a message.</summary>
    /// <param name="identities">The frames before the delimiter: whom it goes to, or its topic.</param>
    /// <param name="parent">The header of the message that it answers; empty for none.</param>
    /// <param name="type">Its type.</param>
    /// <param name="content">Its content.</param>
    public ZmqMessage Write(IReadOnlyList<ReadOnlyMemory<byte>> identities, ReadOnlyMemory<byte> parent, string type, JsonObject content)
    {
        ReadOnlyMemory<byte>[] json = [Header(type), parent.IsEmpty ? _emptyObject : parent, _emptyObject, JsonSerializer.SerializeToUtf8Bytes(content, _json)];
        return new ZmqMessage([.. identities, _delimiter, signer.Sign(json), .. json]);
    }

    private static JupyterMessage Read(IReadOnlyList<ReadOnlyMemory<byte>> identities, ReadOnlyMemory<byte>[] json)
    {
        try
        {
            var header = Object(json[0], "header");
            var type = header.TryGetProperty("msg_type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            return type.Length > 0
                ? new JupyterMessage(identities, json[0], type, Object(json[2], "metadata"), Object(json[3], "content"))
                : throw new RejectedMessageException("its header has no 'msg_type'");
        }
        catch (JsonException failure)
        {
            throw new RejectedMessageException($"it is not JSON: {failure.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new RejectedMessageException("a text of its header has half of a surrogate pair (\\ud800 to \\udfff), which stands for no character");
        }
    }

    private static JsonElement Object(ReadOnlyMemory<byte> json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new RejectedMessageException($"its {name} is no JSON object");
    }

    private byte[] Header(string type) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = ProtocolVersion,
        },
        _json);
}
