using System.Runtime.InteropServices;

namespace Tandem;

/// <summary>Bytes in native memory, given back at once when they are no longer needed instead of when a collection comes.</summary>
internal sealed unsafe class NativeBytes(long capacity) : IDisposable
{
    private byte* _bytes = (byte*)NativeMemory.Alloc((nuint)Math.Max(capacity, 1));
    private long _capacity = Math.Max(capacity, 1);

    public long Length { get; private set; }

    public ReadOnlySpan<byte> Slice(long start, int length) => new(_bytes + start, length);

    public Stream OpenStream(long start) => new UnmanagedMemoryStream(_bytes + start, Length - start);

    /// <summary>Room after the last byte, of the given size; what is written there counts once it is taken.</summary>
    public Span<byte> Room(int size)
    {
        if (Length + size > _capacity)
        {
            var grown = Math.Max(Length + size, 2 * _capacity);
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)grown);
            _capacity = grown;
        }

        return new Span<byte>(_bytes + Length, size);
    }

    /// <summary>Takes so many of the bytes that were written to the room.</summary>
    public void Take(int count) => Length += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Take(bytes.Length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
