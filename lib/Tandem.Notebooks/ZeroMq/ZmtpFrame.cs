using System.Buffers;
using System.Buffers.Binary;

namespace Tandem.Notebooks;

/// <summary>One frame of ZMTP 3 (RFC 23): a flags octet, the size in one octet or eight, the body.</summary>
internal readonly record struct ZmtpFrame(ReadOnlyMemory<byte> Body, bool HasMore, bool IsCommand)
{
    private const byte More = 1, Long = 2, Command = 4;

    /// <summary>The most octets that <see cref="WriteHeader"/> writes.</summary>
    public const int MaximumHeader = 9;

    /// <summary>Takes a frame off the front of <paramref name="buffer"/>, or leaves it as it is and returns false until all of the frame is there.</summary>
    /// <exception cref="ZmtpException">These bytes begin no frame, or one of more than <paramref name="limit"/> bytes.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, long limit, out ZmtpFrame frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var flags))
        {
            return false;
        }

        if ((flags & ~(More | Long | Command)) != 0 || (flags & (More | Command)) == (More | Command))
        {
            throw new ZmtpException($"a frame has the flags 0x{flags:x2}, which mean nothing");
        }

        if (!TryReadSize(ref reader, (flags & Long) != 0, out var size))
        {
            return false;
        }

        if (size > limit)
        {
            throw new ZmtpException($"a frame of {size:N0} bytes is announced where {limit:N0} bytes are the limit");
        }

        if (reader.Remaining < size)
        {
            return false;
        }

        frame = new ZmtpFrame(reader.UnreadSequence.Slice(0, size).ToArray(), (flags & More) != 0, (flags & Command) != 0);
        buffer = buffer.Slice(reader.Consumed + size);
        return true;
    }

    /// <summary>Writes all of a frame but its body.</summary>
    public void WriteHeader(IBufferWriter<byte> output)
    {
        var header = output.GetSpan(MaximumHeader);
        var flags = (HasMore ? More : 0) | (IsCommand ? Command : 0);
        if (Body.Length <= byte.MaxValue)
        {
            header[0] = (byte)flags;
            header[1] = (byte)Body.Length;
            output.Advance(2);
        }
        else
        {
            header[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(header[1..], Body.Length);
            output.Advance(MaximumHeader);
        }
    }

    private static bool TryReadSize(ref SequenceReader<byte> reader, bool isLong, out long size)
    {
        size = 0;
        if (isLong)
        {
            // A size with the highest bit set is as much too long as any other.
            var read = reader.TryReadBigEndian(out size);
            size = size < 0 ? long.MaxValue : size;
            return read;
        }

        var found = reader.TryRead(out var octet);
        size = octet;
        return found;
    }
}
