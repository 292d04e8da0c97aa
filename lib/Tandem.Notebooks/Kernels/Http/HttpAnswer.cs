using System.Net;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>What a server answered.</summary>
/// <param name="StatusCode">The status.</param>
/// <param name="Reason">The status in words.</param>
/// <param name="Headers">The headers in order.</param>
/// <param name="MediaType">The body's type; null when the server does not say.</param>
/// <param name="Charset">The text's encoding; null when the server does not say.</param>
/// <param name="Body">The body, as far as it was read.</param>
/// <param name="IsCut">True when there was more of it.</param>
/// <param name="Elapsed">Wall time from sending the request to the body's end.</param>
internal sealed record HttpAnswer(
    HttpStatusCode StatusCode, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers, string? MediaType, string? Charset, byte[] Body, bool IsCut, TimeSpan Elapsed)
{
    public bool IsSuccess => (int)StatusCode is >= 200 and < 300;

    /// <summary>Code and words, such as <c>404 Not Found</c>.</summary>
    public string Status => $"{(int)StatusCode} {Reason}";

    /// <summary>The body as text.</summary>
    public string Text()
    {
        try
        {
            return Encoding.GetEncoding(Charset?.Trim('"') ?? "utf-8").GetString(Body);
        }
        catch (ArgumentException)
        {
            // An encoding that .NET does not know: what is ASCII in it is readable all the same.
            return Encoding.UTF8.GetString(Body);
        }
    }
}
