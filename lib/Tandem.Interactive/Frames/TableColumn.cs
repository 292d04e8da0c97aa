using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>Makes tables' columns of data frames' columns.</summary>
internal static class TableColumn
{
    /// <summary>The column of a table with the same name and cells, of the type that holds every value of the frame's column.</summary>
    /// <exception cref="ArgumentException">There is no such type, or the column holds a value that its type has not.</exception>
    public static Column Of(DataFrameColumn column)
    {
        if (string.IsNullOrEmpty(column.Name))
        {
            throw new ArgumentException("A column of the data frame has no name, and a table finds its columns by their names: give it one with SetName.");
        }

        if (column.Length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {column.Length:N0} rows, more than the {Array.MaxLength:N0} that a table can hold: convert fewer rows at a time (frame.Filter).");
        }

        return column switch
        {
            PrimitiveDataFrameColumn<long> longs => FrameBuffers.Origin(longs)?.Rename(column.Name) ?? Longs(longs),
            PrimitiveDataFrameColumn<int> ints => Longs(ints),
            PrimitiveDataFrameColumn<short> shorts => Longs(shorts),
            PrimitiveDataFrameColumn<sbyte> bytes => Longs(bytes),
            PrimitiveDataFrameColumn<ulong> longs => Longs(longs),
            PrimitiveDataFrameColumn<uint> ints => Longs(ints),
            PrimitiveDataFrameColumn<ushort> shorts => Longs(shorts),
            PrimitiveDataFrameColumn<byte> bytes => Longs(bytes),
            PrimitiveDataFrameColumn<double> doubles => FrameBuffers.Origin(doubles)?.Rename(column.Name) ?? Doubles(doubles, TensorPrimitives.ConvertTruncating),
            PrimitiveDataFrameColumn<float> floats => Doubles(floats, TensorPrimitives.ConvertTruncating),
            PrimitiveDataFrameColumn<decimal> decimals => Decimals(decimals),
            PrimitiveDataFrameColumn<bool> bools => Bools(bools),
            PrimitiveDataFrameColumn<DateTime> times => FrameBuffers.Origin(times)?.Rename(column.Name) ?? Timestamps(times),
            PrimitiveDataFrameColumn<char> characters => new StringColumn(column.Name, characters.Select(character => character?.ToString())),
            StringDataFrameColumn texts => FrameText.ToColumn(texts),
            ArrowStringDataFrameColumn texts => new StringColumn(column.Name, texts),
            _ => throw new ArgumentException(
                $"Column '{column.Name}' of the data frame holds {column.DataType.Name} values, and a table's columns hold whole numbers, floating-point numbers, truth values, moments or text: "
                + $"put a column of one of these in its place, or leave it out (frame.Columns.Remove(\"{column.Name}\"))."),
        };
    }

    private static LongColumn Longs<T>(PrimitiveDataFrameColumn<T> column)
        where T : unmanaged, INumberBase<T>
    {
        var nulls = FrameBuffers.Nulls(column);
        var values = FrameBuffers.Convert<T, long>(column, nulls, TensorPrimitives.ConvertTruncating);
        if (typeof(T) == typeof(ulong) && values.AsSpan().IndexOfAnyInRange(long.MinValue, -1) is >= 0 and var row)
        {
            throw new ArgumentException(
                $"Column '{column.Name}', row {row}: {(ulong)values[row]} is more than {long.MaxValue}, the largest whole number of a table. "
                + "Use the column as text (a StringDataFrameColumn of its values) when the numbers are ids, or as DoubleDataFrameColumn when their last digits do not matter.");
        }

        return new LongColumn(column.Name, values, nulls);
    }

    private static DoubleColumn Doubles<T>(PrimitiveDataFrameColumn<T> column, FrameBuffers.Conversion<T, double> convert)
        where T : unmanaged
    {
        var nulls = FrameBuffers.Nulls(column);
        return new DoubleColumn(column.Name, FrameBuffers.Convert(column, nulls, convert), nulls);
    }

    private static DoubleColumn Decimals(PrimitiveDataFrameColumn<decimal> column)
    {
        var row = 0;
        return Doubles(column, (from, to) =>
        {
            for (var i = 0; i < from.Length; i++, row++)
            {
                to[i] = (double)from[i];
                if (!IsKept(from[i], to[i]) && column.IsValid(row))
                {
                    throw new ArgumentException(
                        $"Column '{column.Name}', row {row}: {from[i]} has more digits than the floating-point numbers of a table keep. "
                        + "Round the column to 15 digits, or use it as text (a StringDataFrameColumn of its values).");
                }
            }
        });
    }

    /// <summary>Whether the double is written with the decimal's digits, if not with the zeros at their end.</summary>
    private static bool IsKept(decimal value, double converted) =>
        (Math.Abs(converted) < 1e15 && (decimal)converted == value)
        || (decimal.TryParse(converted.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && read == value);

    private static Column Bools(PrimitiveDataFrameColumn<bool> column)
    {
        try
        {
            var nulls = FrameBuffers.Nulls(column);
            return FrameBuffers.Origin(column)?.Rename(column.Name) ?? new BoolColumn(column.Name, FrameBuffers.Convert<bool, bool>(column, nulls, Copy), nulls);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {column.Length} rows, and fewer truth values: data frames take the bits of an Arrow array for bytes. "
                + "Put a BooleanDataFrameColumn of the array's values (GetValue) in its place.",
                exception);
        }

        // A buffer that came from elsewhere may hold any bytes, and a truth value is 0 or 1 to the runtime.
        static void Copy(ReadOnlySpan<bool> from, Span<bool> to)
        {
            var bytes = MemoryMarshal.AsBytes(from);
            for (var i = 0; i < bytes.Length; i++)
            {
                to[i] = bytes[i] != 0;
            }
        }
    }

    private static TimestampColumn Timestamps(PrimitiveDataFrameColumn<DateTime> column)
    {
        var nulls = FrameBuffers.Nulls(column);
        return new TimestampColumn(column.Name, FrameBuffers.Convert<DateTime, DateTime>(column, nulls, Copy), nulls);

        static void Copy(ReadOnlySpan<DateTime> from, Span<DateTime> to)
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = TimestampColumn.ToUtc(from[i]);
            }
        }
    }
}
