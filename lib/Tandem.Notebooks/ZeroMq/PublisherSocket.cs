using System.Collections.Concurrent;

namespace Tandem.Notebooks;

/// <summary>
/// A PUB socket: sends each message to the peers (SUB, XSUB) that subscribed to a beginning of its first frame. Sending never waits:
/// a peer that falls behind by more than <see cref="ZmqOptions.QueueBytes"/> misses the oldest messages, and only it does.
/// </summary>
internal sealed class PublisherSocket : ZmqSocket
{
    // A front end subscribes to one prefix, the empty one; this only bounds what a hostile peer may have us keep.
    private const int MaximumSubscriptions = 1000, MaximumPrefix = 4 << 10;

    private readonly ConcurrentDictionary<ZmtpConnection, ReadOnlyMemory<byte>[]> _subscriptions = new();

    private PublisherSocket(string endpoint, Action<string> log, ZmqOptions? options)
        : base(endpoint, log, options)
    {
    }

    /// <summary>A socket that listens at <paramref name="endpoint"/>, an address of the form that <see cref="ZmqEndpoint.Listen"/> describes.</summary>
    /// <param name="endpoint">Where to listen.</param>
    /// <param name="log">Takes a line about each connection that was closed for a fault, and about peers that miss messages; called on any thread.</param>
    /// <param name="options">The limits; by default the documented ones.</param>
    /// <exception cref="ArgumentException">The address has another form, or its host is not known.</exception>
    /// <exception cref="IOException">The address is in use, or not this machine's, or must not be used.</exception>
    public static PublisherSocket Bind(string endpoint, Action<string> log, ZmqOptions? options = null)
    {
        var socket = new PublisherSocket(endpoint, log, options);
        socket.Open();
        return socket;
    }

    /// <summary>A peer has subscribed to this prefix: what is sent from now on reaches it. Raised on any thread.</summary>
    public event Action<ReadOnlyMemory<byte>>? Subscribed;

    private protected override string SocketType => "PUB";

    private protected override IReadOnlyList<string> PeerTypes { get; } = ["SUB", "XSUB"];

    /// <summary>Queues a message for every peer with a subscription that its first frame begins with, and returns at once.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public void Send(ZmqMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        foreach (var (peer, prefixes) in _subscriptions)
        {
            if (Array.Exists(prefixes, prefix => message.Frames[0].Span.StartsWith(prefix.Span)))
            {
                peer.Send(message.Frames);
            }
        }
    }

    private protected override void Connected(ZmtpConnection connection)
    {
        _subscriptions[connection] = [];
        // How peers of ZMTP 3.1 subscribe.
        connection.CommandReceived = command =>
        {
            if (command.Name is "SUBSCRIBE" or "CANCEL")
            {
                Change(connection, command.Name == "SUBSCRIBE", command.Data);
            }
        };
    }

    private protected override void Disconnected(ZmtpConnection connection) => _subscriptions.TryRemove(connection, out _);

    private protected override void Received(ZmtpConnection connection, ZmqMessage message)
    {
        // How peers of ZMTP 3.0 subscribe: a message of the octet 1 or 0 and the prefix.
        var frame = message.Frames[0];
        if (message.Frames.Count > 1 || frame.IsEmpty || frame.Span[0] > 1)
        {
            throw new ZmtpException("it sent a message that is no subscription to a socket that only publishes");
        }

        Change(connection, frame.Span[0] == 1, frame[1..]);
    }

    // Only the connection's own reading changes its subscriptions, one after the other; senders see the old array or the new one.
    private void Change(ZmtpConnection connection, bool subscribes, ReadOnlyMemory<byte> prefix)
    {
        var prefixes = _subscriptions[connection];
        if (!subscribes)
        {
            var at = Array.FindIndex(prefixes, other => other.Span.SequenceEqual(prefix.Span));
            _subscriptions[connection] = at < 0 ? prefixes : [.. prefixes[..at], .. prefixes[(at + 1)..]];
            return;
        }

        if (prefixes.Length == MaximumSubscriptions || prefix.Length > MaximumPrefix)
        {
            throw new ZmtpException($"it subscribes to more than {MaximumSubscriptions:N0} prefixes, or to one of more than {MaximumPrefix:N0} bytes");
        }

        _subscriptions[connection] = [.. prefixes, prefix];
        Subscribed?.Invoke(prefix);
    }
}
