namespace Tandem.Notebooks;

/// <summary>The 64 octets that open a connection: signature, version 3.1, the mechanism NULL (no authentication: Jupyter signs its messages itself).</summary>
internal static class ZmtpGreeting
{
    /// <summary>The octets of a greeting.</summary>
    public const int Length = 64;

    private const int VersionAt = 10, MechanismAt = 12, MechanismLength = 20;

    /// <summary>What this side sends.</summary>
    public static readonly ReadOnlyMemory<byte> Ours = Create();

    /// <summary>Checks as much of a peer's greeting as has come, so that a stranger is recognised by its first octet and not by a time-out.</summary>
    /// <exception cref="ZmtpException">The peer speaks something else.</exception>
    public static void Check(ReadOnlySpan<byte> start)
    {
        if (start.Length > 0 && start[0] != 0xff || start.Length > 9 && start[9] != 0x7f)
        {
            throw new ZmtpException("it does not speak ZeroMQ");
        }

        if (start.Length > VersionAt && start[VersionAt] < 3)
        {
            throw new ZmtpException($"it speaks version {start[VersionAt]} of ZeroMQ's protocol; 3 is the oldest understood (libzmq 4.0 and later)");
        }

        if (start.Length >= MechanismAt + MechanismLength)
        {
            var mechanism = start.Slice(MechanismAt, MechanismLength).TrimEnd((byte)0);
            if (!mechanism.SequenceEqual("NULL"u8))
            {
                throw new ZmtpException($"it asks for the security mechanism {ZmtpException.Quote(mechanism)}; only NULL is offered");
            }
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
