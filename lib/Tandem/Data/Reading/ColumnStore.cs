using System.Text;

namespace Tandem;

/// <summary>A column while it is read: one slot a line of the file, written by several threads, each in its own chunk's slots.</summary>
internal abstract class ColumnStore
{
    /// <summary>A store for a column of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isInferred">Whether nobody declared the type, so that cells which it would change are not of it.</param>
    /// <param name="unit">What whole numbers count in a column of times.</param>
    /// <param name="slots">How many rows there are at most.</param>
    /// <param name="chunks">How many chunks they come in.</param>
    /// <param name="encoding">The encoding of the cells.</param>
    public static ColumnStore Create(ColumnType type, bool isInferred, TimestampUnit unit, int slots, int chunks, Encoding encoding) => type switch
    {
        ColumnType.Long when isInferred => new ValueStore<long, ExactLongFormat>(slots, (name, values, nulls) => new LongColumn(name, values, nulls)),
        ColumnType.Double when isInferred => new ValueStore<double, ExactDoubleFormat>(slots, (name, values, nulls) => new DoubleColumn(name, values, nulls)),
        ColumnType.Long => new ValueStore<long, LongFormat>(slots, (name, values, nulls) => new LongColumn(name, values, nulls)),
        ColumnType.Double => new ValueStore<double, DoubleFormat>(slots, (name, values, nulls) => new DoubleColumn(name, values, nulls)),
        ColumnType.Bool => new ValueStore<bool, BoolFormat>(slots, (name, values, nulls) => new BoolColumn(name, values, nulls)),
        ColumnType.Timestamp when unit == TimestampUnit.Milliseconds =>
            new ValueStore<DateTime, MillisecondTimestampFormat>(slots, (name, values, nulls) => new TimestampColumn(name, values, nulls)),
        ColumnType.Timestamp => new ValueStore<DateTime, TimestampFormat>(slots, (name, values, nulls) => new TimestampColumn(name, values, nulls)),
        ColumnType.String => new StringStore(slots, chunks, encoding),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Parses a cell into a slot.</summary>
    /// <returns>False when the cell is not of the column's type; the slot then holds anything.</returns>
    public abstract bool TryWrite(ReadOnlySpan<byte> cell, int slot, int chunk);

    /// <summary>Leaves a slot without a value.</summary>
    public abstract void WriteNull(int slot);

    /// <summary>Takes notice that all rows of a chunk are written, and that it is to be part of the column.</summary>
    public virtual void Complete(int chunk, SlotRange rows)
    {
    }

    /// <summary>Takes notice that what was written of a chunk does not count.</summary>
    public virtual void Discard(int chunk)
    {
    }

    /// <summary>Forgets what was written, to begin again.</summary>
    public abstract void Reset();

    /// <summary>The column of the slots that hold rows, each chunk's first ones.</summary>
    public abstract Column Finish(string name, SlotRange[] rows);
}
