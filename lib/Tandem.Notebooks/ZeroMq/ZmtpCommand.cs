using System.Buffers.Binary;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>A command: a short name and data whose form depends on it.</summary>
internal readonly record struct ZmtpCommand(string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>The command that a frame holds.</summary>
    /// <exception cref="ZmtpException">The body is none.</exception>
    public static ZmtpCommand Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty || body.Span[0] == 0 || body.Length <= body.Span[0])
        {
            throw new ZmtpException("a command has no name");
        }

        var end = 1 + body.Span[0];
        return new ZmtpCommand(Encoding.Latin1.GetString(body.Span[1..end]), body[end..]);
    }

    /// <summary>The body of the frame that carries the command.</summary>
    public byte[] ToBody() => [(byte)Name.Length, .. Encoding.Latin1.GetBytes(Name), .. Data.Span];

    /// <summary>READY, which ends the handshake and names the kind of this socket.</summary>
    public static ZmtpCommand Ready(string socketType)
    {
        var type = Encoding.Latin1.GetBytes(socketType);
        var size = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(size, type.Length);
        return new ZmtpCommand("READY", (byte[])[(byte)SocketType.Length, .. Encoding.Latin1.GetBytes(SocketType), .. size, .. type]);
    }

    /// <summary>ERROR, which tells a peer why its connection is closed.</summary>
    public static ZmtpCommand Error(string reason) => new("ERROR", (byte[])[(byte)reason.Length, .. Encoding.Latin1.GetBytes(reason)]);

    /// <summary>The properties of READY, whose names are the same in any case.</summary>
    /// <exception cref="ZmtpException">The data is no list of properties.</exception>
    public Dictionary<string, ReadOnlyMemory<byte>> ReadProperties()
    {
        var properties = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.OrdinalIgnoreCase);
        for (var rest = Data; !rest.IsEmpty;)
        {
            var name = Take(ref rest, Take(ref rest, 1).Span[0]);
            var size = BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, sizeof(uint)).Span);
            properties[Encoding.Latin1.GetString(name.Span)] = Take(ref rest, size);
        }

        return properties;
    }

    /// <summary>The property of READY that names the kind of socket.</summary>
    public const string SocketType = "Socket-Type";

    /// <summary>The property of READY that names the peer to a router.</summary>
    public const string Identity = "Identity";

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, uint count)
    {
        if (count > rest.Length)
        {
            throw new ZmtpException("the properties of READY end too early");
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}
