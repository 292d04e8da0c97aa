using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// One peer of a socket. Its owner calls <see cref="Greet"/>, then <see cref="SendQueued"/> and repeated <see cref="Receive"/> on a thread each;
/// <see cref="Send"/> may be called from any thread and never waits.
/// The threads are its own because a cell may keep the thread pool busy for minutes, and must be interruptible all the same.
/// </summary>
internal sealed class ZmtpConnection : IDisposable
{
    private const int BufferBytes = 64 << 10, HandshakeFrame = 4 << 10;

    private static long _lastNumber;

    private readonly Socket _socket;
    private readonly ZmqOptions _options;
    private readonly Action<string> _log;
    private readonly BufferedStream _input, _output;
    private readonly ZmtpSendQueue _queue;
    private readonly Timer _silence, _patience;
    private volatile bool _isTrusted;
    private volatile bool _hasSpoken;
    private TimeSpan _timeToLive = Timeout.InfiniteTimeSpan;

    /// <summary>Serves a socket that was just accepted.</summary>
    public ZmtpConnection(Socket socket, string name, ZmqOptions options, Action<string> log)
    {
        _socket = socket;
        _options = options;
        _log = log;
        Name = name;
        var stream = new NetworkStream(socket, ownsSocket: true);
        _input = new BufferedStream(stream, BufferBytes);
        _output = new BufferedStream(stream, BufferBytes);
        _isTrusted = options.Strangers is null;
        _queue = new ZmtpSendQueue(options.Strangers?.QueueBytes ?? options.QueueBytes);
        _silence = new Timer(_ => Close(IsReady ? "nothing came within the time that it set itself" : "it did not greet in time"));
        _patience = new Timer(_ => Close("a message of it did not end in time"));
    }

    /// <summary>Tells older connections, which have lower numbers, from newer ones.</summary>
    public long Number { get; } = Interlocked.Increment(ref _lastNumber);

    /// <summary>The peer's address, for the log.</summary>
    public string Name { get; }

    /// <summary>What the peer calls itself, after the handshake; empty when it leaves that to this side.</summary>
    public ReadOnlyMemory<byte> Identity { get; private set; }

    /// <summary>Whether the handshake is over.</summary>
    public bool IsReady { get; private set; }

    /// <summary>
    /// How much would be lost by closing the connection to make room for another: 0 before the handshake, 1 before the peer's first message, 2 for a stranger's, 3 for one that is trusted.
    /// </summary>
    public int Worth => IsTrusted ? 3 : _hasSpoken ? 2 : IsReady ? 1 : 0;

    /// <summary>Whether the peer has the limits of those who belong to the session.</summary>
    public bool IsTrusted => _isTrusted;

    /// <summary>Why this side closed the connection, if it was not for what the peer sent.</summary>
    public string? WhyClosed { get; private set; }

    /// <summary>Takes a command that is not the connection's own business.</summary>
    public Action<ZmtpCommand>? CommandReceived { get; set; }

    /// <summary>Greets, learns the peer's kind and tells it the kind of this socket.</summary>
    /// <param name="socketType">The kind of this socket.</param>
    /// <param name="peerTypes">The kinds that it serves.</param>
    /// <param name="admit">
    /// Takes the peer in before it is told that this side is ready, or throws: until then the peer sends nothing, so that no message is lost when it is refused and comes again.
    /// </param>
    /// <exception cref="ZmtpException">The peer speaks something else or is of a kind that does not fit.</exception>
    public void Greet(string socketType, IReadOnlyList<string> peerTypes, Action<ZmtpConnection> admit)
    {
        _silence.Change(_options.HandshakeTime, Timeout.InfiniteTimeSpan);
        _output.Write(ZmtpGreeting.Ours.Span);
        _output.Flush();
        ZmtpGreeting.Read(_input);
        var properties = ReadReady();
        var peerType = properties.GetValueOrDefault(ZmtpCommand.SocketType);
        if (!peerTypes.Contains(Encoding.Latin1.GetString(peerType.Span)))
        {
            var expected = $"{socketType} expects {string.Join(" or ", peerTypes)}";
            SendNow(ZmtpCommand.Error(expected));
            throw new ZmtpException($"it is a {ZmtpException.Quote(peerType.Span)} socket; {expected}");
        }

        Identity = properties.GetValueOrDefault(ZmtpCommand.Identity);
        if (Identity.Length > byte.MaxValue || Identity.Length > 0 && Identity.Span[0] == 0)
        {
            throw new ZmtpException("its identity is longer than 255 octets or begins with the octet 0");
        }

        admit(this);
        SendNow(ZmtpCommand.Ready(socketType));
        _silence.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        IsReady = true;
    }

    private int MessageBytes => _isTrusted ? _options.MessageBytes : _options.Strangers!.MessageBytes;

    /// <summary>Gives the peer the limits of those who belong to the session.</summary>
    public void Trust()
    {
        _isTrusted = true;
        _queue.Limit = _options.QueueBytes;
    }

    /// <summary>Waits for the next message; null when the peer has hung up between two messages.</summary>
    /// <exception cref="ZmtpException">The peer broke the protocol.</exception>
    public ZmqMessage? Receive()
    {
        var frames = new List<ReadOnlyMemory<byte>>();
        var used = 0;
        while (ZmtpFrame.Read(_input, Room) is { } frame)
        {
            if (_timeToLive > TimeSpan.Zero)
            {
                _silence.Change(_timeToLive, Timeout.InfiniteTimeSpan);
            }

            if (frame.IsCommand)
            {
                Obey(ZmtpCommand.Parse(frame.Body));
                if (frames.Count == 0)
                {
                    _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }

                continue;
            }

            frames.Add(frame.Body);
            used += frame.Body.Length + ZmqOptions.FrameOverhead;
            if (!frame.HasMore)
            {
                _patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _hasSpoken = true;
                return new ZmqMessage(frames);
            }

            if (used > MessageBytes)
            {
                throw new ZmtpException($"a message exceeds the {MessageBytes:N0} bytes that are the limit");
            }
        }

        return frames.Count == 0 ? null : throw new EndOfStreamException();

        // Asked when a frame has begun: somebody may have vouched for the peer since this thread began to wait for it.
        int Room()
        {
            if (!_isTrusted && frames.Count == 0)
            {
                _patience.Change(_options.Strangers!.MessageTime, Timeout.InfiniteTimeSpan);
            }

            return Math.Max(0, MessageBytes - used);
        }
    }

    /// <summary>Queues a message, at the cost of the oldest ones if the peer has fallen too far behind.</summary>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames) => Enqueue(frames, isCommand: false);

    /// <summary>Says that nothing will be sent any more: <see cref="SendQueued"/> ends once the queue is empty.</summary>
    public void FinishSending() => _queue.Complete();

    /// <summary>Sends what is queued until <see cref="FinishSending"/>, then tells the peer that this was all.</summary>
    public void SendQueued()
    {
        try
        {
            do
            {
                while (_queue.TryTake(out var next))
                {
                    Write(next.Frames, next.IsCommand);
                }

                _output.Flush();
                ReportDropped();
            }
            while (_queue.Wait());
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // Whoever receives on this connection finds it closed, and says so.
            Dispose();
        }
    }

    /// <summary>Closes the connection for a reason that <see cref="WhyClosed"/> gives.</summary>
    public void Close(string reason)
    {
        WhyClosed ??= reason;
        Dispose();
    }

    /// <summary>Closes the connection at once; threads that wait on it go on with an exception of a lost connection.</summary>
    public void Dispose()
    {
        _queue.Complete();
        _silence.Dispose();
        _patience.Dispose();
        _socket.Dispose();
    }

    /// <summary>Whether this is how .NET tells that a connection is gone.</summary>
    public static bool IsLoss(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;

    private Dictionary<string, ReadOnlyMemory<byte>> ReadReady()
    {
        if (ZmtpFrame.Read(_input, () => HandshakeFrame) is not { IsCommand: true } frame)
        {
            throw new ZmtpException("it sent a message, or nothing, before it was ready");
        }

        var command = ZmtpCommand.Parse(frame.Body);
        ThrowIfError(command);
        return command.Name == "READY" ? command.ReadProperties() : throw new ZmtpException("it sent another command than READY");
    }

    private void Obey(ZmtpCommand command)
    {
        ThrowIfError(command);
        if (command.Name != "PING")
        {
            _hasSpoken = true;
            CommandReceived?.Invoke(command);
            return;
        }

        if (command.Data.Length < sizeof(ushort))
        {
            throw new ZmtpException("its PING lacks the time to live");
        }

        var tenths = BinaryPrimitives.ReadUInt16BigEndian(command.Data.Span);
        _timeToLive = tenths == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(100 * tenths);
        _silence.Change(_timeToLive, Timeout.InfiniteTimeSpan);
        Enqueue([new ZmtpCommand("PONG", command.Data[sizeof(ushort)..]).ToBody()], isCommand: true);
    }

    private static void ThrowIfError(ZmtpCommand command)
    {
        if (command.Name == "ERROR")
        {
            throw new ZmtpException($"it refuses: {ZmtpException.Quote(command.Data.IsEmpty ? default : command.Data.Span[1..])}");
        }
    }

    private void Enqueue(IReadOnlyList<ReadOnlyMemory<byte>> frames, bool isCommand)
    {
        if (_queue.Add(frames, isCommand))
        {
            _log($"{Name} reads too slowly: its oldest messages are dropped");
        }
    }

    private void ReportDropped()
    {
        if (_queue.TakeDropped() is > 0 and var dropped)
        {
            _log($"{Name} has caught up; it missed {dropped:N0} messages");
        }
    }

    private void SendNow(ZmtpCommand command)
    {
        Write([command.ToBody()], isCommand: true);
        _output.Flush();
    }

    private void Write(IReadOnlyList<ReadOnlyMemory<byte>> frames, bool isCommand)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            new ZmtpFrame(frames[i], i < frames.Count - 1, isCommand).Write(_output);
        }
    }
}
