namespace Tandem.Notebooks;

/// <summary>The 64 octets that open a connection: signature, version 3.1, the mechanism NULL (no authentication: Jupyter signs its messages itself).</summary>
internal static class ZmtpGreeting
{
    private const int Length = 64, VersionAt = 10, MechanismAt = 12, MechanismLength = 20;

    /// <summary>What this side sends.</summary>
    public static readonly ReadOnlyMemory<byte> Ours = Create();

    /// <summary>Reads a peer's greeting, and no further than to the first octet that tells a stranger.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public static void Read(Stream input)
    {
        Span<byte> greeting = stackalloc byte[Length];
        for (var i = 0; i < Length; i++)
        {
            var octet = input.ReadByte();
            greeting[i] = octet < 0 ? throw new ZmtpException("it hung up before it had greeted") : (byte)octet;
            if (i == 0 && octet != 0xff || i == 9 && octet != 0x7f)
            {
                throw new ZmtpException("it does not speak ZeroMQ");
            }

            if (i == VersionAt && octet < 3)
            {
                throw new ZmtpException($"it speaks version {octet} of ZeroMQ's protocol; 3 is the oldest understood (libzmq 4.0 and later)");
            }
        }

        var mechanism = greeting.Slice(MechanismAt, MechanismLength).TrimEnd((byte)0);
        if (!mechanism.SequenceEqual("NULL"u8))
        {
            throw new ZmtpException($"it asks for the security mechanism {ZmtpException.Quote(mechanism)}; only NULL is offered");
        }
    }

    private static byte[] Create()
    {
        var greeting = new byte[Length];
        greeting[0] = 0xff;
        greeting[9] = 0x7f;
        greeting[VersionAt] = 3;
        greeting[VersionAt + 1] = 1;
        "NULL"u8.CopyTo(greeting.AsSpan(MechanismAt));
        return greeting;
    }
}
