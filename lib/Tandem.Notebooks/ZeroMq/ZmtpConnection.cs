using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Tandem.Notebooks;

/// <summary>
/// One peer of a socket. Its owner awaits <see cref="HandshakeAsync"/>, then <see cref="SendQueuedAsync"/> and repeated <see cref="ReceiveAsync"/> side by side;
/// <see cref="Send"/> may be called from any thread and never waits.
/// </summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const int FlushAt = 64 << 10;
    private const int HandshakeFrame = 4 << 10;

    private readonly Socket _socket;
    private readonly ZmqOptions _options;
    private readonly Action<string> _log;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Channel<Outgoing> _queue = Channel.CreateUnbounded<Outgoing>();
    private readonly Timer _silence;
    private TimeSpan _timeToLive = Timeout.InfiniteTimeSpan;
    private long _queuedBytes;
    private long _dropped;

    /// <summary>Serves a socket that was just accepted.</summary>
    public ZmtpConnection(Socket socket, string name, ZmqOptions options, Action<string> log)
    {
        _socket = socket;
        _options = options;
        _log = log;
        Name = name;
        var stream = new NetworkStream(socket, ownsSocket: true);
        _input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: FlushAt));
        _output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 16 << 10));
        _silence = new Timer(_ => Dispose());
    }

    /// <summary>The peer's address, for the log.</summary>
    public string Name { get; }

    /// <summary>What the peer calls itself, after the handshake; empty when it leaves that to this side.</summary>
    public ReadOnlyMemory<byte> Identity { get; private set; }

    /// <summary>Whether the handshake is over.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Takes a command that is not the connection's own business.</summary>
    public Action<ZmtpCommand>? CommandReceived { get; set; }

    /// <summary>Greets, tells the peer the kind of this socket and learns the peer's.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else, is of a kind that does not fit, or takes too long.</exception>
    public async Task HandshakeAsync(string socketType, IReadOnlyList<string> peerTypes)
    {
        using var patience = new CancellationTokenSource(_options.HandshakeTime);
        try
        {
            await _output.WriteAsync(ZmtpGreeting.Ours, patience.Token).ConfigureAwait(false);
            await ReadGreetingAsync(patience.Token).ConfigureAwait(false);
            await WriteAsync(Outgoing.Of(ZmtpCommand.Ready(socketType)), patience.Token).ConfigureAwait(false);
            await _output.FlushAsync(patience.Token).ConfigureAwait(false);
            await ReadReadyAsync(socketType, peerTypes, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new ZmtpException($"it did not greet within {_options.HandshakeTime.TotalSeconds:0.#} s");
        }

        IsReady = true;
    }

    /// <summary>The next message; null when the peer has hung up between two messages.</summary>
    /// <exception cref="ZmtpException">The peer broke the protocol.</exception>
    public async ValueTask<ZmqMessage?> ReceiveAsync()
    {
        var frames = new List<ReadOnlyMemory<byte>>();
        var room = _options.MessageBytes;
        while (await ReadFrameAsync(room, CancellationToken.None).ConfigureAwait(false) is { } frame)
        {
            if (_timeToLive > TimeSpan.Zero)
            {
                _silence.Change(_timeToLive, Timeout.InfiniteTimeSpan);
            }

            if (frame.IsCommand)
            {
                Obey(ZmtpCommand.Parse(frame.Body));
                continue;
            }

            frames.Add(frame.Body);
            if (!frame.HasMore)
            {
                return new ZmqMessage(frames);
            }

            room = Math.Max(0, room - frame.Body.Length - ZmqOptions.FrameOverhead);
            if (room == 0)
            {
                throw new ZmtpException($"a message has more than the {_options.MessageBytes:N0} bytes that are the limit");
            }
        }

        return frames.Count == 0 ? null : throw new ZmtpException("it hung up in the middle of a message");
    }

    /// <summary>Queues a message, at the cost of the oldest ones if the peer has fallen too far behind.</summary>
    public void Send(ZmqMessage message) => Enqueue(Outgoing.Of(message));

    /// <summary>Says that nothing will be sent any more: <see cref="SendQueuedAsync"/> ends once the queue is empty.</summary>
    public void FinishSending() => _queue.Writer.TryComplete();

    /// <summary>Sends what is queued until <see cref="FinishSending"/>, then tells the peer that this was all.</summary>
    public async Task SendQueuedAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_queue.Reader.TryRead(out var next))
                {
                    Interlocked.Add(ref _queuedBytes, -next.Cost);
                    await WriteAsync(next, CancellationToken.None).ConfigureAwait(false);
                }

                await _output.FlushAsync().ConfigureAwait(false);
                ReportDropped();
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // Whoever receives on this connection finds it closed, and says so.
            Dispose();
        }
    }

    /// <summary>Closes the connection at once.</summary>
    public void Dispose()
    {
        FinishSending();
        _silence.Dispose();
        _socket.Dispose();
    }

    /// <summary>Whether this is how .NET tells that a connection is gone.</summary>
    public static bool IsLoss(Exception exception) => exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var start = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, ZmtpGreeting.Length));
            ZmtpGreeting.Check(start.ToArray());
            if (start.Length == ZmtpGreeting.Length)
            {
                _input.AdvanceTo(start.End);
                return;
            }

            _input.AdvanceTo(start.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                throw new ZmtpException("it hung up before it had greeted");
            }
        }
    }

    private async Task ReadReadyAsync(string socketType, IReadOnlyList<string> peerTypes, CancellationToken cancellationToken)
    {
        var frame = await ReadFrameAsync(HandshakeFrame, cancellationToken).ConfigureAwait(false) ?? throw new ZmtpException("it hung up before it was ready");
        var command = frame.IsCommand ? ZmtpCommand.Parse(frame.Body) : throw new ZmtpException("it sent a message before it was ready");
        ThrowIfError(command);
        if (command.Name != "READY")
        {
            throw new ZmtpException("it sent another command than READY");
        }

        var properties = command.ReadProperties();
        var peerType = properties.GetValueOrDefault(ZmtpCommand.SocketType);
        if (!peerTypes.Any(type => peerType.Span.SequenceEqual(System.Text.Encoding.Latin1.GetBytes(type))))
        {
            await WriteAsync(Outgoing.Of(ZmtpCommand.Error($"{socketType} expects {string.Join(" or ", peerTypes)}")), cancellationToken).ConfigureAwait(false);
            await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
            throw new ZmtpException($"it is a {ZmtpException.Quote(peerType.Span)} socket; a {socketType} socket expects {string.Join(" or ", peerTypes)}");
        }

        Identity = properties.GetValueOrDefault(ZmtpCommand.Identity);
        if (Identity.Length > byte.MaxValue || Identity.Length > 0 && Identity.Span[0] == 0)
        {
            throw new ZmtpException("its identity is longer than 255 octets or begins with the octet 0");
        }
    }

    private async ValueTask<ZmtpFrame?> ReadFrameAsync(long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (ZmtpFrame.TryRead(ref buffer, limit, out var frame))
            {
                _input.AdvanceTo(buffer.Start);
                return frame;
            }

            var isEmpty = buffer.IsEmpty;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return isEmpty ? null : throw new ZmtpException("it hung up in the middle of a frame");
            }
        }
    }

    private void Obey(ZmtpCommand command)
    {
        ThrowIfError(command);
        if (command.Name == "PING" && command.Data.Length >= sizeof(ushort))
        {
            var tenths = BinaryPrimitives.ReadUInt16BigEndian(command.Data.Span);
            _timeToLive = tenths == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(100 * tenths);
            _silence.Change(_timeToLive, Timeout.InfiniteTimeSpan);
            Enqueue(Outgoing.Of(new ZmtpCommand("PONG", command.Data[sizeof(ushort)..])));
        }
        else
        {
            CommandReceived?.Invoke(command);
        }
    }

    private static void ThrowIfError(ZmtpCommand command)
    {
        if (command.Name == "ERROR")
        {
            throw new ZmtpException($"it refuses: {ZmtpException.Quote(command.Data.IsEmpty ? default : command.Data.Span[1..])}");
        }
    }

    private void Enqueue(Outgoing message)
    {
        while (Interlocked.Read(ref _queuedBytes) + message.Cost > _options.QueueBytes && _queue.Reader.TryRead(out var oldest))
        {
            Interlocked.Add(ref _queuedBytes, -oldest.Cost);
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                _log($"{Name} reads too slowly: its oldest messages are dropped");
            }
        }

        Interlocked.Add(ref _queuedBytes, message.Cost);
        _queue.Writer.TryWrite(message);
    }

    private void ReportDropped()
    {
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            _log($"{Name} has caught up; it missed {dropped:N0} messages");
        }
    }

    private async ValueTask WriteAsync(Outgoing message, CancellationToken cancellationToken)
    {
        for (var i = 0; i < message.Frames.Count; i++)
        {
            var frame = new ZmtpFrame(message.Frames[i], i < message.Frames.Count - 1, message.IsCommand);
            frame.WriteHeader(_output);
            if (frame.Body.Length < FlushAt)
            {
                _output.Write(frame.Body.Span);
            }
            else
            {
                // Goes to the peer as it is, without a copy.
                await _output.WriteAsync(frame.Body, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_output.UnflushedBytes >= FlushAt)
        {
            await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private readonly record struct Outgoing(IReadOnlyList<ReadOnlyMemory<byte>> Frames, bool IsCommand, long Cost)
    {
        public static Outgoing Of(ZmqMessage message) =>
            new(message.Frames, IsCommand: false, message.Frames.Sum(frame => (long)frame.Length + ZmqOptions.FrameOverhead));

        public static Outgoing Of(ZmtpCommand command)
        {
            var body = command.ToBody();
            return new Outgoing([body], IsCommand: true, body.Length + ZmqOptions.FrameOverhead);
        }
    }
}
