using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tandem.Notebooks;

/// <summary>
/// A listening ZeroMQ socket: accepts peers, greets them, hands their messages on. A peer that breaks the protocol or vanishes loses its connection, which is logged; the socket lives on.
/// </summary>
internal abstract class ZmqSocket : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<ZmtpConnection, Task> _connections = new();
    private Task _accepting = Task.CompletedTask;
    private int _closed;

    /// <summary>Listens at an address of the form that <see cref="ZmqEndpoint.Listen"/> describes.</summary>
    private protected ZmqSocket(string endpoint, Action<string> log, ZmqOptions? options)
    {
        ArgumentNullException.ThrowIfNull(log);
        Options = options ?? new ZmqOptions();
        _listener = ZmqEndpoint.Listen(endpoint);
        Endpoint = ZmqEndpoint.Bound(endpoint, _listener);
        Log = text => log($"{Endpoint}: {text}");
    }

    /// <summary>The address that peers connect to: with the port that was chosen if none was given.</summary>
    public string Endpoint { get; }

    private protected ZmqOptions Options { get; }

    private protected Action<string> Log { get; }

    private protected bool IsClosed => Volatile.Read(ref _closed) != 0;

    private protected abstract string SocketType { get; }

    /// <summary>The kinds of socket that may connect.</summary>
    private protected abstract IReadOnlyList<string> PeerTypes { get; }

    /// <summary>Begins to accept peers, once the derived socket is built.</summary>
    private protected void Open() => _accepting = Task.Run(AcceptAsync);

    private protected abstract void Connected(ZmtpConnection connection);

    private protected abstract void Disconnected(ZmtpConnection connection);

    /// <summary>Takes a message; the peer's next one is read once the task has ended.</summary>
    private protected abstract ValueTask ReceivedAsync(ZmtpConnection connection, ZmqMessage message);

    /// <summary>Closes the socket: no more peers, what is queued is sent for at most <see cref="ZmqOptions.Linger"/>, then every connection is closed.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _connections.Keys)
        {
            if (connection.IsReady)
            {
                connection.FinishSending();
            }
            else
            {
                connection.Dispose();
            }
        }

        var serving = Task.WhenAll(_connections.Values);
        await Task.WhenAny(serving, Task.Delay(Options.Linger)).ConfigureAwait(false);
        foreach (var connection in _connections.Keys)
        {
            connection.Dispose();
        }

        await serving.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_closing.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                // The socket closes.
            }
            catch (SocketException error)
            {
                // A peer that hung up while it waited, or no file handle left: the next may fare better.
                Log($"could not accept a connection: {error.Message}");
                await Task.Delay(100).ConfigureAwait(false);
            }
        }

        _listener.Dispose();
        if (ZmqEndpoint.IsPath(Endpoint))
        {
            File.Delete(ZmqEndpoint.PathOf(Endpoint));
        }
    }

    private void Serve(Socket socket)
    {
        var name = "a local peer";
        if (socket.ProtocolType == ProtocolType.Tcp)
        {
            socket.NoDelay = true;
            // Finds the peers whose machine went away without a word.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            name = ((IPEndPoint)socket.RemoteEndPoint!).ToString();
        }

        var connection = new ZmtpConnection(socket, name, Options, Log);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ServeAsync(connection, begin.Task);
        begin.SetResult();
    }

    private async Task ServeAsync(ZmtpConnection connection, Task begin)
    {
        // It takes itself off the list of connections, so it must not end before it is on it.
        await begin.ConfigureAwait(false);
        var sending = Task.CompletedTask;
        try
        {
            await connection.HandshakeAsync(SocketType, PeerTypes).ConfigureAwait(false);
            Connected(connection);
            sending = connection.SendQueuedAsync();
            while (await connection.ReceiveAsync().ConfigureAwait(false) is { } message)
            {
                await ReceivedAsync(connection, message).ConfigureAwait(false);
            }
        }
        catch (ZmtpException wrong)
        {
            Log($"closed the connection of {connection.Name}: {wrong.Message}");
        }
        catch (Exception lost) when (ZmtpConnection.IsLoss(lost))
        {
            if (!IsClosed)
            {
                Log($"lost the connection of {connection.Name}: {lost.Message}");
            }
        }
        finally
        {
            Disconnected(connection);
            connection.Dispose();
            await sending.ConfigureAwait(false);
            _connections.TryRemove(connection, out _);
        }
    }
}
