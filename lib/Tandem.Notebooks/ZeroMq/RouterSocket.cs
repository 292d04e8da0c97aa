using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace Tandem.Notebooks;

/// <summary>
/// A ROUTER socket: receives from all its peers (DEALER, REQ, ROUTER), each message with the peer's identity as its first frame, and sends to the peer that the first frame names.
/// A peer that connects under the identity of another takes its place, as a client does that reconnects.
/// </summary>
internal sealed class RouterSocket : ZmqSocket
{
    private readonly ConcurrentDictionary<string, ZmtpConnection> _peers = new();
    private readonly ConcurrentDictionary<ZmtpConnection, byte[]> _identities = new();
    private readonly Channel<ZmqMessage> _received;
    private int _lastIdentity;

    private RouterSocket(string endpoint, Action<string> log, ZmqOptions? options)
        : base(endpoint, log, options)
    {
        _received = Channel.CreateBounded<ZmqMessage>(Options.ReceiveQueue);
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

    /// <summary>The next message of any peer: its identity, then what it sent.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ZmqMessage> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _received.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(RouterSocket), $"The socket at {Endpoint} was closed.");
        }
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
            peer.Send(new ZmqMessage([.. message.Frames.Skip(1)]));
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _received.Writer.TryComplete();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private protected override void Connected(ZmtpConnection connection)
    {
        var identity = connection.Identity.IsEmpty ? NextIdentity() : connection.Identity.ToArray();
        _identities[connection] = identity;
        ZmtpConnection? former = null;
        _peers.AddOrUpdate(Key(identity), connection, (_, other) =>
        {
            former = other;
            return connection;
        });
        former?.Dispose();
    }

    private protected override void Disconnected(ZmtpConnection connection)
    {
        if (_identities.TryRemove(connection, out var identity))
        {
            _peers.TryRemove(new(Key(identity), connection));
        }
    }

    private protected override async ValueTask ReceivedAsync(ZmtpConnection connection, ZmqMessage message)
    {
        try
        {
            await _received.Writer.WriteAsync(new ZmqMessage([_identities[connection], .. message.Frames])).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // What comes while the socket closes has no reader any more.
        }
    }

    /// <summary>An identity for a peer that brought none: it begins with the octet 0, which a peer's own never does.</summary>
    private byte[] NextIdentity()
    {
        var identity = new byte[1 + sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(identity.AsSpan(1), Interlocked.Increment(ref _lastIdentity));
        return identity;
    }

    // One character an octet, so that identities can be looked up by value.
    private static string Key(ReadOnlySpan<byte> identity) => Encoding.Latin1.GetString(identity);
}
