using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>Makes data frames' columns of tables' columns.</summary>
internal static class FrameColumn
{
    /// <summary>The column of a data frame with the same name, type and cells.</summary>
    public static DataFrameColumn Of(Column column) => column switch
    {
        LongColumn longs => Shared(longs, (values, bits) => new Int64DataFrameColumn(column.Name, values, bits, column.Length, column.NullCount)),
        DoubleColumn doubles => Shared(doubles, (values, bits) => new DoubleDataFrameColumn(column.Name, values, bits, column.Length, column.NullCount)),
        BoolColumn bools => Shared(bools, (values, bits) => new BooleanDataFrameColumn(column.Name, values, bits, column.Length, column.NullCount)),
        TimestampColumn times => Shared(times, (values, bits) => new DateTimeDataFrameColumn(column.Name, values, bits, column.Length, column.NullCount)),
        StringColumn texts => FrameText.Of(texts),
        _ => throw new UnreachableException(),
    };

    private static TColumn Shared<T, TColumn>(ValueColumn<T> column, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, TColumn> create)
        where T : unmanaged, IComparable<T>, IEquatable<T>
        where TColumn : PrimitiveDataFrameColumn<T>
    {
        if ((long)column.Length * Unsafe.SizeOf<T>() > Array.MaxLength)
        {
            throw new ArgumentException(
                $"Column '{column.Name}' has {column.Length:N0} rows, more than the {Array.MaxLength / Unsafe.SizeOf<T>():N0} of its type that a data frame takes over in one piece: "
                + "take fewer rows, or convert the table in parts (Skip, Take) and append the frames.");
        }

        var shared = create(new ColumnMemory<T>(column).Memory, column.HasNulls ? NullBitmap.FromMask(column.Nulls) : default);
        if (column.HasNulls)
        {
            // Appending to a column whose bits the frame did not allocate fails; writing a cell makes it allocate them. The null that stands there already is written.
            shared[column.Nulls.IndexOf(true)] = null;
        }

        return shared;
    }
}
