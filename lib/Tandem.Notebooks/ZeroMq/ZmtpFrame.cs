using System.Buffers.Binary;

namespace Tandem.Notebooks;

/// <summary>One frame of ZMTP 3 (RFC 23): a flags octet, the size in one octet or eight, the body.</summary>
internal readonly record struct ZmtpFrame(ReadOnlyMemory<byte> Body, bool HasMore, bool IsCommand)
{
    private const byte More = 1, Long = 2, Command = 4;
    private const int FirstPart = 64 << 10;

    /// <summary>The next frame; null when the stream ends before it.</summary>
    /// <param name="input">Where to read.</param>
    /// <param name="limit">Tells the most bytes that the frame may have, when its first octet has come.</param>
    /// <exception cref="ZmtpException">The bytes are no frame, or one of more bytes than <paramref name="limit"/> tells.</exception>
    /// <exception cref="EndOfStreamException">The stream ends in the middle of the frame.</exception>
    public static ZmtpFrame? Read(Stream input, Func<int> limit)
    {
        var flags = input.ReadByte();
        if (flags < 0)
        {
            return null;
        }

        var most = limit();
        if ((flags & ~(More | Long | Command)) != 0 || (flags & (More | Command)) == (More | Command))
        {
            throw new ZmtpException($"a frame has the flags 0x{flags:x2}, which mean nothing");
        }

        Span<byte> octets = stackalloc byte[sizeof(ulong)];
        octets.Clear();
        input.ReadExactly((flags & Long) != 0 ? octets : octets[^1..]);
        var size = BinaryPrimitives.ReadUInt64BigEndian(octets);
        if (size > (ulong)most)
        {
            throw new ZmtpException($"a frame of {size:N0} bytes is announced where {most:N0} bytes are the limit");
        }

        return new ZmtpFrame(ReadBody(input, (int)size), (flags & More) != 0, (flags & Command) != 0);
    }

    /// <summary>Writes the frame.</summary>
    public void Write(Stream output)
    {
        var flags = (byte)((HasMore ? More : 0) | (IsCommand ? Command : 0));
        if (Body.Length <= byte.MaxValue)
        {
            output.Write([flags, (byte)Body.Length]);
        }
        else
        {
            Span<byte> header = stackalloc byte[1 + sizeof(ulong)];
            header[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(header[1..], Body.Length);
            output.Write(header);
        }

        output.Write(Body.Span);
    }

    // Memory is taken as the bytes come, not as they are announced.
    private static byte[] ReadBody(Stream input, int size)
    {
        var body = new byte[Math.Min(size, FirstPart)];
        input.ReadExactly(body);
        while (body.Length < size)
        {
            var filled = body.Length;
            Array.Resize(ref body, (int)Math.Min(size, 2L * filled));
            input.ReadExactly(body.AsSpan(filled));
        }

        return body;
    }
}
