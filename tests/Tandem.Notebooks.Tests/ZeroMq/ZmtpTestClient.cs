using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Notebooks.Tests;

/// <summary>A peer that writes the protocol octet by octet, so that it can also write it wrong.</summary>
internal sealed class ZmtpTestClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private ZmtpTestClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 20_000 };
    }

    /// <summary>A connection that has said nothing yet.</summary>
    public static ZmtpTestClient Connect(string endpoint)
    {
        var address = endpoint.StartsWith("ipc://", StringComparison.Ordinal)
            ? (EndPoint)new UnixDomainSocketEndPoint(endpoint[6..])
            : IPEndPoint.Parse(endpoint["tcp://".Length..]);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(address);
        return new ZmtpTestClient(socket);
    }

    /// <summary>A connection that has greeted and is ready.</summary>
    public static ZmtpTestClient Join(string endpoint, string socketType, string identity = "", byte minorVersion = 1)
    {
        var client = Connect(endpoint);
        client.Write(Greeting(minorVersion));
        client.Write(Command("READY", [.. Property("Socket-Type", socketType), .. Property("Identity", identity)]));
        Assert.Equal(0xff, client.Read(64)[0]);
        Assert.Equal("READY", Encoding.ASCII.GetString(client.ReadFrame().Body[1..6]));
        return client;
    }

    public static byte[] Greeting(byte minorVersion = 1, string mechanism = "NULL", byte majorVersion = 3)
    {
        var greeting = new byte[64];
        greeting[0] = 0xff;
        greeting[8] = 1;
        greeting[9] = 0x7f;
        greeting[10] = majorVersion;
        greeting[11] = minorVersion;
        Encoding.ASCII.GetBytes(mechanism, greeting.AsSpan(12));
        return greeting;
    }

    public static byte[] Property(string name, string value)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, value.Length);
        return [(byte)name.Length, .. Encoding.Latin1.GetBytes(name), .. size, .. Encoding.Latin1.GetBytes(value)];
    }

    public static byte[] Command(string name, params byte[] data) =>
        [4, (byte)(1 + name.Length + data.Length), (byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];

    /// <summary>The octets of a message of short frames.</summary>
    public static byte[] Message(params string[] frames) =>
        [.. frames.SelectMany((frame, i) => (byte[])[(byte)(i < frames.Length - 1 ? 1 : 0), (byte)frame.Length, .. Encoding.Latin1.GetBytes(frame)])];

    public void Write(params byte[] octets) => _stream.Write(octets);

    public void Send(params string[] frames) => Write(Message(frames));

    public byte[] Read(int count)
    {
        var octets = new byte[count];
        _stream.ReadExactly(octets);
        return octets;
    }

    public (byte Flags, byte[] Body) ReadFrame()
    {
        var flags = Read(1)[0];
        var size = (flags & 2) != 0 ? BinaryPrimitives.ReadInt64BigEndian(Read(8)) : Read(1)[0];
        return (flags, Read((int)size));
    }

    /// <summary>The next message, each frame as text.</summary>
    public string[] Receive()
    {
        var frames = new List<string>();
        while (true)
        {
            var (flags, body) = ReadFrame();
            frames.Add(Encoding.Latin1.GetString(body));
            if ((flags & 1) == 0)
            {
                return [.. frames];
            }
        }
    }

    /// <summary>Reads on until the other side closes the connection; false if it does not.</summary>
    public bool IsClosedByPeer()
    {
        try
        {
            var rest = new byte[4096];
            while (_stream.Read(rest) > 0)
            {
            }

            return true;
        }
        catch (IOException error)
        {
            return error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }

    public void Dispose() => _stream.Dispose();
}
