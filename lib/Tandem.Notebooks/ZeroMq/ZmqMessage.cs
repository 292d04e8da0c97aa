namespace Tandem.Notebooks;

/// <summary>A message of one or more frames, sent and received as a whole. Frames are not copied: leave their bytes alone once the message is sent.</summary>
internal sealed class ZmqMessage
{
    /// <summary>A message of these frames.</summary>
    /// <exception cref="ArgumentException">There is no frame.</exception>
    public ZmqMessage(params IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
        {
            throw new ArgumentException("A message needs at least one frame; an empty frame will do.", nameof(frames));
        }

        Frames = frames;
    }

    /// <summary>The frames in order; a router's messages begin with the identity of the peer.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Frames { get; }
}
