using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Sends requests and reads the answers.</summary>
internal static class HttpSender
{
    private static readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        // The cell's own time-out and interruption end a request.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request, its placeholders replaced.</param>
    /// <param name="largestBody">The number of bytes after which the body is cut off.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <exception cref="ArgumentException">The request cannot be sent as it is written, or the server does not answer.</exception>
    public static async Task<HttpAnswer> SendAsync(HttpCellRequest request, int largestBody, CancellationToken token)
    {
        using var message = Compose(request);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            var (body, isCut) = await ReadAsync(response, largestBody, token).ConfigureAwait(false);
            var headers = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
                .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value)));
            var type = response.Content.Headers.ContentType;
            return new HttpAnswer(response.StatusCode, response.ReasonPhrase ?? response.StatusCode.ToString(), [.. headers], type?.MediaType, type?.CharSet, body, isCut, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new ArgumentException($"{message.RequestUri!.Host} gives no answer: {failure.Message}{(failure.InnerException is { } inner && !failure.Message.Contains(inner.Message, StringComparison.Ordinal) ? $" ({inner.Message})" : "")}", failure);
        }
    }

    private static HttpRequestMessage Compose(HttpCellRequest request)
    {
        if (!Uri.TryCreate(request.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{request.Address}' is not an address; it begins with https:// or http://");
        }

        var message = new HttpRequestMessage(new HttpMethod(request.Method), address);
        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(MimeTypes.PlainText, "utf-8");
        }

        foreach (var (name, value) in request.Headers)
        {
            AddHeader(message, name, value);
        }

        return message;
    }

    private static void AddHeader(HttpRequestMessage message, string name, string value)
    {
        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.Remove(name);
        }

        if (!message.Headers.TryAddWithoutValidation(name, value) && message.Content?.Headers.TryAddWithoutValidation(name, value) != true)
        {
            throw new ArgumentException($"the header {name} cannot be sent with '{value}'{(message.Content is null ? ", as the request has no body" : "")}");
        }
    }

    private static async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpResponseMessage response, int largestBody, CancellationToken token)
    {
        using var body = new MemoryStream();
        var stream = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        var buffer = new byte[1 << 16];
        while (await stream.ReadAsync(buffer, token).ConfigureAwait(false) is > 0 and var count)
        {
            if (body.Length + count > largestBody)
            {
                body.Write(buffer, 0, largestBody - (int)body.Length);
                return (body.ToArray(), true);
            }

            body.Write(buffer, 0, count);
        }

        return (body.ToArray(), false);
    }
}
