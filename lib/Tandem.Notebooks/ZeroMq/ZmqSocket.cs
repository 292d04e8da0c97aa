using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Tandem.Notebooks;

/// <summary>
/// A listening ZeroMQ socket: accepts peers, greets them, hands their messages on, all on threads of its own.
/// A peer that breaks the protocol or vanishes loses its connection, which is logged; the socket lives on.
/// </summary>
internal abstract class ZmqSocket : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<ZmtpConnection, Thread> _connections = new();
    private readonly Thread _accepting;
    private int _closed;

    /// <summary>Listens at an address of the form that <see cref="ZmqEndpoint.Listen"/> describes.</summary>
    private protected ZmqSocket(string endpoint, Action<string> log, ZmqOptions? options)
    {
        ArgumentNullException.ThrowIfNull(log);
        Options = options ?? new ZmqOptions();
        _listener = ZmqEndpoint.Listen(endpoint);
        Endpoint = ZmqEndpoint.Bound(endpoint, _listener);
        Log = text => log($"{Endpoint}: {text}");
        _accepting = NewThread(Accept);
    }

    /// <summary>The address that peers connect to: with the port that was chosen if none was given.</summary>
    public string Endpoint { get; }

    private protected ZmqOptions Options { get; }

    private protected Action<string> Log { get; }

    private protected bool IsClosed => Volatile.Read(ref _closed) != 0;

    private protected abstract string SocketType { get; }

    /// <summary>The kinds of socket that may connect.</summary>
    private protected abstract IReadOnlyList<string> PeerTypes { get; }

    /// <summary>
    /// Closes the socket: no more peers, what is queued is sent for at most <see cref="ZmqOptions.Linger"/>, then every connection is closed.
    /// </summary>
    public ValueTask DisposeAsync() =>
        new(Task.Factory.StartNew(Close, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Begins to accept peers, once the derived socket is built.</summary>
    private protected void Open() => _accepting.Start();

    /// <summary>Takes a peer that has greeted; what it sends is read afterwards.</summary>
    /// <exception cref="ZmtpException">It is refused.</exception>
    private protected abstract void Connected(ZmtpConnection connection);

    private protected abstract void Disconnected(ZmtpConnection connection);

    /// <summary>Takes a message; the peer's next one is read afterwards.</summary>
    private protected abstract void Received(ZmtpConnection connection, ZmqMessage message);

    /// <summary>The socket closes: nobody waits for it any more.</summary>
    private protected virtual void Closing()
    {
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        _listener.Dispose();
        _accepting.Join();
        Closing();
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

        foreach (var (connection, thread) in _connections)
        {
            var left = Options.Linger - Stopwatch.GetElapsedTime(began);
            if (!thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                connection.Dispose();
                thread.Join();
            }
        }
    }

    private void Accept()
    {
        while (!IsClosed)
        {
            try
            {
                Welcome(_listener.Accept());
            }
            catch (Exception lost) when (ZmtpConnection.IsLoss(lost))
            {
                if (!IsClosed)
                {
                    // A peer that hung up while it waited, or no file handle left: the next may fare better.
                    Log($"could not accept a connection: {lost.Message}");
                    Thread.Sleep(100);
                }
            }
        }
    }

    private void Welcome(Socket socket)
    {
        if (!MakeRoom())
        {
            socket.Dispose();
            throw new IOException($"{_connections.Count:N0} are open, which is the limit");
        }

        var connection = new ZmtpConnection(socket, ZmqEndpoint.Prepare(socket), Options, Log);
        var thread = NewThread(() => Serve(connection));
        _connections[connection] = thread;
        thread.Start();
    }

    /// <summary>Closes the least of the strangers where there is one too many of them, or of connections at all.</summary>
    /// <returns>Whether there is room for one more.</returns>
    private bool MakeRoom()
    {
        var open = _connections.Keys.Where(connection => connection.WhyClosed is null).ToArray();
        var strangers = open.Where(connection => connection.Worth < 3).ToArray();
        if (open.Length < Options.Connections && strangers.Length < (Options.Strangers?.Connections ?? int.MaxValue))
        {
            return true;
        }

        var least = strangers.Where(connection => connection.Worth < 2 || Options.Strangers is not { KeepSpeakers: true })
            .OrderBy(connection => connection.Worth).ThenBy(connection => connection.Number).FirstOrDefault();
        least?.Close("it made room for a newer one");
        return least is not null;
    }

    private void Serve(ZmtpConnection connection)
    {
        Thread? sending = null;
        try
        {
            connection.Greet(SocketType, PeerTypes, Connected);
            sending = NewThread(connection.SendQueued);
            sending.Start();
            while (connection.Receive() is { } message)
            {
                Received(connection, message);
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
                Log($"lost the connection of {connection.Name}: {connection.WhyClosed ?? (lost is EndOfStreamException ? "it hung up in the middle of a message" : lost.Message)}");
            }
        }
        finally
        {
            Disconnected(connection);
            connection.Dispose();
            sending?.Join();
            _connections.TryRemove(connection, out _);
        }
    }

    private static Thread NewThread(ThreadStart work) => new(work) { IsBackground = true, Name = "ZeroMQ" };
}
