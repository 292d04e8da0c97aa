using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>What the server said of a file when its download began.</summary>
/// <param name="Url">The address.</param>
/// <param name="ETag">The mark of this very content, in quotes; null when there is none, or a weak one.</param>
/// <param name="LastModified">When the server's file was changed last.</param>
/// <param name="Length">The size in bytes.</param>
internal sealed record PartialStamp(string Url, string? ETag = null, DateTimeOffset? LastModified = null, long? Length = null)
{
    private const int MostBytes = 1 << 16;

    /// <summary>The condition under which the rest may be sent (If-Range, RFC 9110); null when nothing tells one version of the file from another.</summary>
    [JsonIgnore]
    public RangeConditionHeaderValue? Condition =>
        ETag is not null ? new RangeConditionHeaderValue(ETag)
        : LastModified is { } time ? new RangeConditionHeaderValue(time)
        : null;

    /// <summary>Reads a stamp from a file; <see langword="null"/> when there is none, or none that makes sense, which only costs a new beginning.</summary>
    public static PartialStamp? Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: < MostBytes }
                && JsonSerializer.Deserialize<PartialStamp>(File.ReadAllText(path)) is { HasValidETag: true } stamp ? stamp : null;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static PartialStamp Of(string url, HttpResponseMessage response) => new(
        url,
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null,
        response.Content.Headers.LastModified,
        response.Content.Headers.ContentLength);

    /// <summary>Whether the mark is in the form that a request can carry; in a damaged file it need not be.</summary>
    private bool HasValidETag => ETag is null || (EntityTagHeaderValue.TryParse(ETag, out var tag) && !tag.IsWeak);
}
