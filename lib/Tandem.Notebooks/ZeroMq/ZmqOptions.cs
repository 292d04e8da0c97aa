namespace Tandem.Notebooks;

/// <summary>The limits of a socket, the same for each of its connections.</summary>
internal sealed record ZmqOptions
{
    /// <summary>What a frame costs in memory besides its bytes: it bounds messages of countless empty frames.</summary>
    public const int FrameOverhead = 64;

    /// <summary>How long a new connection may take to greet; 10 s.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long closing the socket may wait for queued messages to leave and for peers to hang up; 1 s.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a peer may wait for the end of a connection that has its identity; 1 s.</summary>
    public TimeSpan IdentityTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Connections at a time; each has two threads; 1,000.</summary>
    public int Connections { get; init; } = 1000;

    /// <summary>The limits of peers that nobody vouched for yet (<see cref="RouterSocket.Trust"/>); <see langword="null"/>, the default, where every peer is trusted from the start.</summary>
    public StrangerLimits? Strangers { get; init; }

    /// <summary>The bytes that a received message may have, counting <see cref="FrameOverhead"/> a frame; 256 MiB.</summary>
    public int MessageBytes { get; init; } = 256 << 20;

    /// <summary>
    /// The bytes that may wait for one slow peer, counting <see cref="FrameOverhead"/> a frame; 64 MiB, some hundred thousand lines of output.
    /// Beyond it the peer's oldest messages are dropped: the newest say how a cell ended, and a front end that waits for that must get it.
    /// </summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>Received messages that wait for <see cref="RouterSocket.Receive"/> before its peers are made to wait; 1,000.</summary>
    public int ReceiveQueue { get; init; } = 1000;
}
