namespace Tandem.Notebooks;

/// <summary>
/// The limits of peers that have not shown yet that they belong to the session: anybody who reaches the port can be one, so they may neither take much memory nor keep others out.
/// </summary>
internal sealed record StrangerLimits
{
    /// <summary>The bytes that a received message may have, counting <see cref="ZmqOptions.FrameOverhead"/> a frame; 1 MiB.</summary>
    public int MessageBytes { get; init; } = 1 << 20;

    /// <summary>The bytes that may wait to be sent to one of them; 1 MiB.</summary>
    public long QueueBytes { get; init; } = 1 << 20;

    /// <summary>How long a message may take from its first byte to its last; 10 s.</summary>
    public TimeSpan MessageTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Strangers at a time; 64. A further one takes the place of the oldest that has said nothing yet, else of the oldest, unless <see cref="KeepSpeakers"/> forbids that.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>
    /// Whether a stranger that has said something keeps its place, so that a further one is refused when all have; false by default. It is for sockets where nobody can show that he
    /// belongs to the session: there, those who came later are not to push out those who are served.
    /// </summary>
    public bool KeepSpeakers { get; init; }
}
