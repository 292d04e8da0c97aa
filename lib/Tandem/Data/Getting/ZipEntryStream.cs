using System.IO.Compression;
using System.IO.Hashing;

namespace Tandem;

/// <summary>Reads a file of a zip archive and notes how long it is and what its CRC-32 is: .NET compares neither with what the archive says.</summary>
internal sealed class ZipEntryStream(ZipArchiveEntry entry) : Stream
{
    private readonly Stream _content = entry.Open();
    private readonly Crc32 _crc = new();
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => entry.Length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>Checks what was read to the end.</summary>
    /// <exception cref="InvalidDataException">Length or checksum are others.</exception>
    public void RequireWhole()
    {
        if (_length != entry.Length || _crc.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException($"{entry.FullName} is not what was packed: its length or its CRC-32 is another.");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _content.Read(buffer);
        _crc.Append(buffer[..read]);
        _length += read;
        return _length <= entry.Length ? read : throw new InvalidDataException($"{entry.FullName} is longer than the archive says.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
