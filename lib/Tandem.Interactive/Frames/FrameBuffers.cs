using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>Reads the buffers of a data frame's column in bulk.</summary>
internal static class FrameBuffers
{
    /// <summary>Converts one buffer's values to as many values of another type.</summary>
    public delegate void Conversion<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to);

    /// <summary>The column's values, converted a buffer at a time; the type's default in a row without a value, whatever stands in the buffer there.</summary>
    public static TTo[] Convert<TFrom, TTo>(PrimitiveDataFrameColumn<TFrom> column, bool[]? nulls, Conversion<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        var values = GC.AllocateUninitializedArray<TTo>((int)column.Length);
        var row = 0;
        foreach (var buffer in column.GetReadOnlyDataBuffers())
        {
            convert(Values(buffer), values.AsSpan(row, buffer.Length));
            row += buffer.Length;
        }

        for (var i = 0; i < nulls?.Length; i++)
        {
            values[i] = nulls[i] ? default! : values[i];
        }

        return values;
    }

    /// <summary>True for each row without a value; null when every row has one.</summary>
    public static bool[]? Nulls<T>(PrimitiveDataFrameColumn<T> column)
        where T : unmanaged
    {
        if (column.NullCount == 0)
        {
            return null;
        }

        var nulls = new bool[column.Length];
        var row = 0;
        foreach (var (buffer, bits) in column.GetReadOnlyDataBuffers().Zip(column.GetReadOnlyNullBitMapBuffers()))
        {
            NullBitmap.ToMask(bits.Span, nulls.AsSpan(row, buffer.Length));
            row += buffer.Length;
        }

        return nulls;
    }

    /// <summary>The table's column that the frame's column was made of, when nobody has changed it since; else null.</summary>
    public static ValueColumn<T>? Origin<T>(PrimitiveDataFrameColumn<T> column)
        where T : unmanaged, IComparable<T>, IEquatable<T> =>
        column.NullCount == 0
        && column.GetReadOnlyDataBuffers().Take(2).ToArray() is [var buffer]
        && MemoryMarshal.TryGetMemoryManager(Bytes(buffer), out ColumnMemory<T>? memory)
        && memory.Column.Length == column.Length
            ? memory.Column
            : null;

    /// <summary>The values of a buffer.</summary>
    /// <remarks>
    /// A data frame hands out memory of bytes as if it were memory of values, so that an offset in it counts bytes still, and a span of it would begin in the wrong place.
    /// </remarks>
    private static ReadOnlySpan<T> Values<T>(ReadOnlyMemory<T> buffer)
        where T : unmanaged
    {
        var bytes = Bytes(buffer);
        if (MemoryMarshal.TryGetMemoryManager(bytes, out MemoryManager<byte>? owner, out var start, out _))
        {
            return MemoryMarshal.Cast<byte, T>(owner.GetSpan()[start..])[..buffer.Length];
        }

        return MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Array is { } array && array.GetType() == typeof(byte[])
            ? MemoryMarshal.Cast<byte, T>(array.AsSpan(segment.Offset))[..buffer.Length]
            : buffer.Span;
    }

    private static ReadOnlyMemory<byte> Bytes<T>(ReadOnlyMemory<T> buffer) => Unsafe.As<ReadOnlyMemory<T>, ReadOnlyMemory<byte>>(ref buffer);
}
