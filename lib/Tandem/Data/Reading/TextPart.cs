using System.Buffers;

namespace Tandem;

/// <summary>Some bytes of a file. Whoever asked for them gives their room back by disposing of it.</summary>
internal readonly ref struct TextPart : IDisposable
{
    private readonly byte[]? _rented;

    /// <summary>Bytes that lie in memory anyway.</summary>
    public TextPart(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>Bytes in rented room.</summary>
    public TextPart(byte[] rented, int length)
    {
        _rented = rented;
        Bytes = rented.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
