using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem;

/// <summary>A web server on this machine with files in memory, which can misbehave as servers and networks do.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();

    public FileServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The files by path, such as <c>/a.zip</c>.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Where paths are redirected to.</summary>
    public ConcurrentDictionary<string, string> Redirects { get; } = new();

    /// <summary>Each request's path and range, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The mark of the files' version; null for none.</summary>
    public string? ETag { get; set; } = "\"1\"";

    /// <summary>Whether parts of files can be had.</summary>
    public bool Ranges { get; set; } = true;

    /// <summary>After how many bytes of content each of the next answers breaks off.</summary>
    public ConcurrentQueue<int> Breaks { get; } = new();

    /// <summary>The status of each of the next answers, in place of the file.</summary>
    public ConcurrentQueue<int> Failures { get; } = new();

    /// <summary>Whether to keep the connection open, and send nothing more, where an answer would break off.</summary>
    public bool Stalls { get; set; }

    /// <summary>Answers in place of the server: is given the range that is asked for, and where to write the whole answer.</summary>
    public Func<string?, Stream, Task>? Answer { get; set; }

    /// <summary>The address of a path.</summary>
    public string Address(string path) => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await AnswerAsync(client.GetStream());
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_end.Token) ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
        {
            headers[line.Split(": ")[0]] = line.Split(": ", 2)[1];
        }

        var range = headers.GetValueOrDefault("Range");
        Requests.Enqueue(range is null ? path : $"{path} {range}");
        if (Answer is not null)
        {
            await Answer(range, stream);
        }
        else if (Failures.TryDequeue(out var status))
        {
            await SendAsync(stream, status, "", []);
        }
        else if (Redirects.TryGetValue(path, out var target))
        {
            await SendAsync(stream, 302, $"Location: {target}\r\n", []);
        }
        else if (!Files.TryGetValue(path, out var file))
        {
            await SendAsync(stream, 404, "", []);
        }
        else
        {
            await SendFileAsync(stream, file, range is not null && Ranges && headers.GetValueOrDefault("If-Range") == ETag ? range : null);
        }
    }

    private Task SendFileAsync(NetworkStream stream, byte[] file, string? range)
    {
        var tag = ETag is null ? "" : $"ETag: {ETag}\r\n";
        if (range is null)
        {
            return SendAsync(stream, 200, tag, file);
        }

        var start = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        return start >= file.Length
            ? SendAsync(stream, 416, $"Content-Range: bytes */{file.Length}\r\n", [])
            : SendAsync(stream, 206, $"{tag}Content-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n", file[start..]);
    }

    private async Task SendAsync(NetworkStream stream, int status, string headers, byte[] content)
    {
        var head = $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
        var length = content.Length > 0 && Breaks.TryDequeue(out var after) ? Math.Min(after, content.Length) : content.Length;
        await stream.WriteAsync(content.AsMemory(0, length), _end.Token);
        if (length < content.Length && Stalls)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }
    }
}
