using System.Security.Cryptography;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Signs messages with HMAC-SHA256 over their four JSON frames, and tells those signed with the same key. An empty key signs nothing and trusts all.</summary>
internal sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    public bool IsEnabled => _key.Length > 0;

    /// <summary>The signature in lower-case hexadecimal digits, as ASCII.</summary>
    public byte[] Sign(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        if (!IsEnabled)
        {
            return [];
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var frame in frames)
        {
            hash.AppendData(frame.Span);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public bool IsValid(ReadOnlySpan<byte> signature, ReadOnlySpan<ReadOnlyMemory<byte>> frames) =>
        !IsEnabled || CryptographicOperations.FixedTimeEquals(signature, Sign(frames));
}
