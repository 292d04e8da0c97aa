using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tandem.Tests;

/// <summary>A saved file taken apart, so that a test can change its manifest and put it together again with right lengths and a right checksum.</summary>
/// <param name="Manifest">The JSON.</param>
/// <param name="Arrays">What lies behind the manifest's block, without the checksum.</param>
internal sealed record FileParts(byte[] Manifest, byte[] Arrays)
{
    private const int HeaderBytes = 32;
    private const int Alignment = 64;

    public static FileParts Of(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(16));
        return new FileParts(file[HeaderBytes..(HeaderBytes + length)], file[Aligned(HeaderBytes + length)..^SHA256.HashSizeInBytes]);
    }

    public static FileParts Of(string manifest, int arrayBytes = 0) => new(System.Text.Encoding.UTF8.GetBytes(manifest), new byte[arrayBytes]);

    public byte[] ToFile()
    {
        var start = Aligned(HeaderBytes + Manifest.Length);
        var file = new byte[start + Arrays.Length + SHA256.HashSizeInBytes];
        ReadOnlySpan<byte> magic = [0x89, (byte)'T', (byte)'A', (byte)'N', (byte)'D', (byte)'E', (byte)'M', (byte)'\n', 1];
        magic.CopyTo(file);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(16), Manifest.Length);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(24), file.Length);
        Manifest.CopyTo(file, HeaderBytes);
        Arrays.CopyTo(file, start);
        return WithChecksum(file);
    }

    /// <summary>Puts the length and the checksum right, where there is room for them.</summary>
    public static byte[] WithChecksum(byte[] file)
    {
        if (file.Length >= HeaderBytes + SHA256.HashSizeInBytes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(24), file.Length);
            SHA256.HashData(file.AsSpan(..^SHA256.HashSizeInBytes), file.AsSpan(^SHA256.HashSizeInBytes..));
        }

        return file;
    }

    private static int Aligned(int position) => (position + Alignment - 1) / Alignment * Alignment;
}
