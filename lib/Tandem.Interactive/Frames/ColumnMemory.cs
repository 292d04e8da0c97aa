using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Interactive;

/// <summary>
/// A column's values as the bytes that a data frame's column is made of, without a copy. Whoever finds this memory in a frame knows that the values are unchanged,
/// for a frame writes to copies of memory that it did not allocate.
/// </summary>
internal sealed class ColumnMemory<T>(ValueColumn<T> column) : MemoryManager<byte>
    where T : unmanaged, IComparable<T>, IEquatable<T>
{
    /// <summary>The column whose values these are.</summary>
    public ValueColumn<T> Column => column;

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(column.ValueArray.AsSpan());

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)GetSpan().Length, nameof(elementIndex));
        var handle = GCHandle.Alloc(column.ValueArray, GCHandleType.Pinned);
        return new MemoryHandle((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(column.ValueArray)) + elementIndex, handle);
    }

    // A handle frees itself.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
