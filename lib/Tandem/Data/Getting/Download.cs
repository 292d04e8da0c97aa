using System.Net;
using System.Net.Http.Headers;

namespace Tandem;

/// <summary>
/// Downloads a file over HTTP. One that was interrupted, by the network or by the user, goes on where it stopped if the server's file is still the
/// same and the server can send parts of it; else it begins anew.
/// </summary>
/// <param name="client">What <see cref="Client"/> makes.</param>
/// <param name="progress">Is told how far it is.</param>
internal sealed class Download(HttpClient client, IProgress<DownloadProgress>? progress = null)
{
    private const int BufferLength = 1 << 17;
    private const int MostRedirections = 10;

    /// <summary>How often in a row a server may break off or fail without sending anything.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How long to wait before trying again, twice as long each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a server may be asked in all, however little it sends each time.</summary>
    public int Requests { get; init; } = 1000;

    /// <summary>A client without a time-out of its own, because a file may take hours, and without redirections, because those are checked here.</summary>
    public static HttpClient Client()
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30) }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Tandem");
        return client;
    }

    /// <summary>Downloads.</summary>
    /// <param name="wanted">What to download.</param>
    /// <param name="path">Where it goes; until it is complete and checked, its parts lie beside, with <c>.part</c> behind the name.</param>
    /// <param name="cancellation">Stops the download; what is there of it stays.</param>
    /// <exception cref="DatasetException">The server cannot be reached or has no such file, or what it sent is not what was wanted.</exception>
    /// <exception cref="IOException">The file cannot be written; what is there of it stays.</exception>
    public async Task RunAsync(DatasetDownload wanted, string path, CancellationToken cancellation)
    {
        using var part = new PartialFile(path, wanted.Url);
        try
        {
            await CompleteAsync(part, wanted.Bytes, cancellation).ConfigureAwait(false);
        }
        catch when (part.Length == 0)
        {
            part.Delete();
            throw;
        }

        var length = part.Length;
        part.Dispose();
        RequireWanted(wanted, part, length);
        File.Move(part.Path, path, overwrite: true);
        part.Delete();
    }

    private async Task CompleteAsync(PartialFile part, long? known, CancellationToken cancellation)
    {
        var (requests, restarts) = (0, 0);
        for (var attempt = 1; !part.IsComplete; attempt++)
        {
            var before = part.Length;
            try
            {
                requests++;
                if (await ContinueAsync(part, known, cancellation).ConfigureAwait(false))
                {
                    return;
                }

                if (++restarts >= Attempts)
                {
                    throw new DatasetException(
                        $"{part.Stamp.Url}: the server was asked for the rest of the file and sent another part, {restarts} times. Get the file with a browser, then import it with --from FILE.");
                }
            }
            catch (TransferException broken)
            {
                attempt = part.Length > before ? 1 : attempt;
                if (attempt >= Attempts || requests >= Requests)
                {
                    throw new DatasetException(
                        $"{part.Stamp.Url}: {broken.Message}. {Kept(part)}Try again later, or with another connection.", broken);
                }

                await Task.Delay(Pause * (1 << (attempt - 1)), cancellation).ConfigureAwait(false);
            }
            finally
            {
                part.Flush();
            }
        }
    }

    /// <summary>Asks for what is missing and takes it.</summary>
    /// <returns>Whether all is there; false when the download has to begin anew.</returns>
    private async Task<bool> ContinueAsync(PartialFile part, long? known, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        if (part.Stamp.Condition is null)
        {
            part.Begin(part.Stamp);
        }

        using var response = await SendAsync(part, patience, cancellation).ConfigureAwait(false);
        if (!Accept(response, part))
        {
            return false;
        }

        RequireLength(part, known, part.Stamp.Length);
        await TakeAsync(response, part, known, patience, cancellation).ConfigureAwait(false);
        return part.Stamp.Length is not { } length || part.Length == length
            ? true
            : throw new TransferException($"the transfer ended after {part.Length:N0} of {length:N0} bytes");
    }

    /// <summary>Sends the request, and follows redirections.</summary>
    private async Task<HttpResponseMessage> SendAsync(PartialFile part, CancellationTokenSource patience, CancellationToken cancellation)
    {
        var address = new Uri(part.Stamp.Url);
        for (var redirections = 0; ; redirections++)
        {
            using var request = Request(address, part);
            var response = await Transfer(() => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token), cancellation).ConfigureAwait(false);
            if (response.StatusCode is < HttpStatusCode.MultipleChoices or >= HttpStatusCode.BadRequest)
            {
                return response;
            }

            using (response)
            {
                var target = Uri.TryCreate(address, response.Headers.Location, out var absolute) ? absolute : null;
                address = redirections < MostRedirections && target is not null && MayFollow(address, target) ? target : throw NotFollowed(part, target);
            }
        }
    }

    private static HttpRequestMessage Request(Uri address, PartialFile part)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (part.Stamp.Condition is { } condition && part.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = condition;
        }

        return request;
    }

    private static bool MayFollow(Uri from, Uri to) => to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);

    private static DatasetException NotFollowed(PartialFile part, Uri? target) => new(
        $"{part.Stamp.Url}: the server redirects to {target?.ToString() ?? "nowhere"}, which is not followed: only http and https are, at most {MostRedirections} times, and never from https "
        + "to http. Get the file with a browser, then import it with --from FILE.");

    /// <summary>Finds out what the server sends: all, what is missing, or neither.</summary>
    /// <returns>Whether its answer is to be taken.</returns>
    private static bool Accept(HttpResponseMessage response, PartialFile part)
    {
        var range = response.Content.Headers.ContentRange;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Begin(PartialStamp.Of(part.Stamp.Url, response));
                return true;
            case HttpStatusCode.PartialContent when part.Length > 0 && range?.From == part.Length && (range.Length is null || range.Length == part.Stamp.Length):
                return true;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable when part.Length > 0:
                part.Begin(new PartialStamp(part.Stamp.Url));
                return false;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransferException($"the server answers {(int)response.StatusCode} {response.ReasonPhrase}");
            default:
                throw new DatasetException(
                    $"{part.Stamp.Url}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}. The publisher may have moved the file: "
                    + "get it with a browser, then import it with --from FILE.");
        }
    }

    private async Task TakeAsync(HttpResponseMessage response, PartialFile part, long? known, CancellationTokenSource patience, CancellationToken cancellation)
    {
        var resumed = part.Length;
        using var body = await Transfer(() => response.Content.ReadAsStreamAsync(patience.Token), cancellation).ConfigureAwait(false);
        var buffer = new byte[BufferLength];
        while (true)
        {
            progress?.Report(new DownloadProgress(part.Stamp.Url, resumed, part.Length, part.Stamp.Length));
            patience.CancelAfter(Patience);
            var read = await Transfer(() => body.ReadAsync(buffer, patience.Token).AsTask(), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            RequireLength(part, known, part.Length + read);
            await part.AppendAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses more than the file is known to have, before it fills the disk.</summary>
    private static void RequireLength(PartialFile part, long? known, long? length)
    {
        if (length > known)
        {
            var problem = length == part.Stamp.Length
                ? $"it has {length:N0} bytes in place of {known:N0}"
                : $"it has more than {known:N0} bytes";
            part.Begin(new PartialStamp(part.Stamp.Url));
            throw Another(part.Stamp.Url, problem);
        }
    }

    private static DatasetException Another(string url, string problem) => new(
        $"{url}: what was downloaded is not the known file: {problem}. It was deleted. Something changed it on its way, such as a page to log in "
        + "to a network, or the publisher replaced it. Try again; if the same happens, look at the publisher's page.");

    /// <summary>Tells failures of the network, which may pass, from those of the disk.</summary>
    private async Task<T> Transfer<T>(Func<Task<T>> receive, CancellationToken cancellation)
    {
        try
        {
            return await receive().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new TransferException(Innermost(failure).TrimEnd('.'), failure);
        }
        catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"the server sent nothing for {Patience.TotalSeconds:0.#} seconds", slow);
        }
    }

    private static string Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure.Message;

    private static void RequireWanted(DatasetDownload wanted, PartialFile part, long length)
    {
        var problem = wanted.Bytes is { } bytes && bytes != length
            ? $"it has {length:N0} bytes in place of {bytes:N0}"
            : wanted.Sha256 is { } sha256 && FileDigests.Sha256(part.Path) is var actual && actual != sha256
            ? $"its SHA-256 is {actual} in place of {sha256}"
            : null;
        if (problem is null)
        {
            return;
        }

        part.Delete();
        throw Another(wanted.Url, problem);
    }

    private static string Kept(PartialFile part) => part.Length == 0 || part.Stamp.Condition is null ? ""
        : $"{part.Length:N0} bytes are kept; the same command goes on from there. ";

    /// <summary>The connection failed in a way that may pass.</summary>
    private sealed class TransferException(string message, Exception? cause = null) : Exception(message, cause);
}
