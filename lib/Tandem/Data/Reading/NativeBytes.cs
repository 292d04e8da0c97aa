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

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > _capacity)
        {
            _capacity = Math.Max(Length + bytes.Length, 2 * _capacity);
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)_capacity);
        }

        bytes.CopyTo(new Span<byte>(_bytes + Length, bytes.Length));
        Length += bytes.Length;
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
