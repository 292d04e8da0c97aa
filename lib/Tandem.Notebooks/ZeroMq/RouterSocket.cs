using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// A ROUTER socket: receives from all its peers (DEALER, REQ, ROUTER), each message with the peer's identity as its first frame, and sends to the peer that the first frame names.
/// A peer that connects under the identity of a trusted one waits for the end of that connection, as a client does that reconnects, and is refused if it goes on: who reads the
/// published messages knows identities, and must not get what is meant for others. A stranger's place it takes.
/// </summary>
internal sealed class RouterSocket : ZmqSocket
{
    private readonly ConcurrentDictionary<string, ZmtpConnection> _peers = new();
    private readonly ConcurrentDictionary<ZmtpConnection, byte[]> _identities = new();
    private readonly object _departures = new();
    private readonly ConcurrentQueue<ZmqMessage> _received = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly SemaphoreSlim _room;
    private int _lastIdentity;

    private RouterSocket(string endpoint, Action<string> log, ZmqOptions? options)
        : base(endpoint, log, options)
    {
        _room = new SemaphoreSlim(Options.ReceiveQueue);
    }

    /// <summary>A socket that listens at <paramref name="endpoint"/>, an address of the form that <see cref="ZmqEndpoint.Listen"/> describes.</summary>
    /// <param name="endpoint">Where to listen.</param>
    /// <param name="log">Takes a line about each connection that was closed for a fault; called on any thread.</param>
    /// <param name="options">The limits; by default the documented ones.</param>
    /// <exception cref="ArgumentException">The address has another form, or its host is not known.</exception>
    /// <exception cref="IOException">The address is in use, or not this machine's, or must not be used.</exception>
    public static RouterSocket Bind(string endpoint, Action<string> log, ZmqOptions? options = null)
    {
        var socket = new RouterSocket(endpoint, log, options);
        socket.Open();
        return socket;
    }

    private protected override string SocketType => "ROUTER";

    private protected override IReadOnlyList<string> PeerTypes { get; } = ["DEALER", "REQ", "ROUTER"];

    /// <summary>Waits for the next message of any peer: its identity, then what it sent.</summary>
    /// <remarks>For a thread of its own, which then answers however busy the thread pool is: heartbeats and interrupts must.</remarks>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ZmqMessage Receive(CancellationToken cancellationToken = default)
    {
        _available.Wait(cancellationToken);
        return Take();
    }

    /// <summary>The next message of any peer: its identity, then what it sent.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ZmqMessage> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Take();
    }

    /// <summary>
    /// Queues a message for the peer that its first frame names, without that frame, and returns at once. A message to a peer that is not, or no longer, connected is dropped;
    /// of a peer that does not read, the oldest beyond <see cref="ZmqOptions.QueueBytes"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is nothing after the identity.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public void Send(ZmqMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (message.Frames.Count < 2)
        {
            throw new ArgumentException("A message of a router needs the identity of the peer and at least one frame after it.", nameof(message));
        }

        if (_peers.TryGetValue(Key(message.Frames[0].Span), out var peer))
        {
            peer.Send([.. message.Frames.Skip(1)]);
        }
    }

    /// <summary>Whether an identity was given to a peer that brought none: it begins with the octet 0, which a peer's own never does.</summary>
    public static bool IsMadeUp(ReadOnlyMemory<byte> identity) => identity.Span is [0, ..];

    /// <summary>Gives a peer the limits of those who belong to the session: it has sent something that a stranger could not have.</summary>
    /// <param name="identity">The first frame of its message.</param>
    public void Trust(ReadOnlyMemory<byte> identity)
    {
        if (_peers.TryGetValue(Key(identity.Span), out var peer))
        {
            peer.Trust();
        }
    }

    private protected override void Connected(ZmtpConnection connection)
    {
        var identity = connection.Identity.IsEmpty ? NextIdentity() : connection.Identity.ToArray();
        var began = Stopwatch.GetTimestamp();
        lock (_departures)
        {
            while (_peers.TryGetValue(Key(identity), out var former))
            {
                if (!former.IsTrusted)
                {
                    former.Close("another peer took its identity");
                    break;
                }

                var left = Options.IdentityTime - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero || IsClosed)
                {
                    throw new ZmtpException("its identity is that of another peer, which is still connected");
                }

                System.Threading.Monitor.Wait(_departures, left);
            }

            _identities[connection] = identity;
            _peers[Key(identity)] = connection;
        }
    }

    private protected override void Disconnected(ZmtpConnection connection)
    {
        if (_identities.TryRemove(connection, out var identity))
        {
            lock (_departures)
            {
                _peers.TryRemove(new(Key(identity), connection));
                System.Threading.Monitor.PulseAll(_departures);
            }
        }
    }

    private protected override void Received(ZmtpConnection connection, ZmqMessage message)
    {
        _room.Wait();
        if (IsClosed)
        {
            _room.Release();
            return;
        }

        _received.Enqueue(new ZmqMessage([_identities[connection], .. message.Frames]));
        _available.Release();
    }

    private protected override void Closing()
    {
        // Lets one waiting peer go on, and one waiting reader, each of which lets the next.
        _room.Release();
        _available.Release();
        lock (_departures)
        {
            System.Threading.Monitor.PulseAll(_departures);
        }
    }

    private ZmqMessage Take()
    {
        if (_received.TryDequeue(out var message))
        {
            _room.Release();
            return message;
        }

        _available.Release();
        throw new ObjectDisposedException(nameof(RouterSocket), $"The socket at {Endpoint} was closed.");
    }

    /// <summary>An identity for a peer that brought none.</summary>
    private byte[] NextIdentity()
    {
        var identity = new byte[1 + sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), Interlocked.Increment(ref _lastIdentity));
        return identity;
    }

    // One character an octet, so that identities can be looked up by value.
    private static string Key(ReadOnlySpan<byte> identity) => Encoding.Latin1.GetString(identity);
}
