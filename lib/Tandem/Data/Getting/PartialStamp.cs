using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Tandem;

/// <summary>What the server said of a file when its download began.</summary>
/// <param name="Url">The address.</param>
/// <param name="ETag">The mark of this very content, in quotes; null when there is none, or a weak one.</param>
/// <param name="LastModified">When the server's file was changed last.</param>
/// <param name="Length">The size in bytes.</param>
internal sealed record PartialStamp(string Url, string? ETag = null, DateTimeOffset? LastModified = null, long? Length = null)
{
    /// <summary>The condition under which the rest may be sent (If-Range, RFC 9110); null when nothing tells one version of the file from another.</summary>
    [JsonIgnore]
    public RangeConditionHeaderValue? Condition =>
        ETag is not null ? new RangeConditionHeaderValue(ETag)
        : LastModified is { } time ? new RangeConditionHeaderValue(time)
        : null;

    public static PartialStamp Of(string url, HttpResponseMessage response) => new(
        url,
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null,
        response.Content.Headers.LastModified,
        response.Content.Headers.ContentLength);
}
