using System.IO.Compression;
using System.Security.Cryptography;

namespace Tandem;

/// <summary>Unpacks gzip files of one or several members (RFC 1952), and notices when the end is missing.</summary>
internal static class Gzip
{
    private const int SealLength = 16;
    private const int BufferLength = 1 << 16;

    /// <summary>Whether a file that begins so is in this format.</summary>
    public static bool Begins(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>Unpacks.</summary>
    /// <param name="packed">The file's bytes.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <returns>What is unpacked, part by part; each is overwritten by the next.</returns>
    /// <exception cref="InvalidDataException">While going through the parts: the file is damaged, or its end is missing.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Unpack(Stream packed, string name)
    {
        // GZipStream takes a file that breaks off for one that ends there. So a member that nobody else could have made is put behind the file: if it
        // comes out whole, then all that was before it did.
        var seal = RandomNumberGenerator.GetBytes(SealLength);
        using var followed = new FollowedStream(packed, new MemoryStream(Pack(seal)));
        using var gzip = new GZipStream(followed, CompressionMode.Decompress);
        var buffer = new byte[SealLength + BufferLength];
        var held = 0;
        while (Read(gzip, buffer.AsSpan(held), name) is > 0 and var read)
        {
            var known = held + read;
            held = Math.Min(known, SealLength);
            yield return buffer.AsMemory(0, known - held);
            buffer.AsSpan(known - held, held).CopyTo(buffer);
        }

        if (!buffer.AsSpan(0, held).SequenceEqual(seal))
        {
            throw Damaged(name);
        }
    }

    private static int Read(GZipStream gzip, Span<byte> buffer, string name)
    {
        try
        {
            return gzip.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Damaged(name);
        }
    }

    private static InvalidDataException Damaged(string name) => new($"{name} is a gzip file that is damaged or not complete: get it again.");

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
