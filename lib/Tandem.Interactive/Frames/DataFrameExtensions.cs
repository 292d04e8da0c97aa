using Microsoft.Data.Analysis;

namespace Tandem.Interactive;

/// <summary>Tables as data frames of Microsoft.Data.Analysis, and data frames as tables.</summary>
public static class DataFrameExtensions
{
    /// <summary>
    /// The table as a data frame: columns of the same names in the same order, whole numbers as <see cref="Int64DataFrameColumn"/>, floating-point numbers as
    /// <see cref="DoubleDataFrameColumn"/>, truth values as <see cref="BooleanDataFrameColumn"/>, timestamps as <see cref="DateTimeDataFrameColumn"/> in UTC, text
    /// as <see cref="StringDataFrameColumn"/>. A cell without a value is null.
    /// </summary>
    /// <param name="table">A table.</param>
    /// <remarks>
    /// Numbers, truth values and timestamps of a column without nulls are not copied: the frame reads the table's memory until something in the column is
    /// changed, and copies it then, so that the table stays as it is. Of a column with nulls the values are copied in one piece; of text, one reference a row, for a
    /// frame has no dictionary. <see cref="Table.SkippedRows"/> has no place in a frame.
    /// </remarks>
    /// <exception cref="ArgumentException">A column holds more than the 2 GiB that a data frame can take over in one piece.</exception>
    public static DataFrame ToDataFrame(this Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new DataFrame(InParallel(table.Columns, FrameColumn.Of));
    }

    /// <summary>
    /// The data frame as a table: columns of the same names in the same order. Whole numbers of any width become <see cref="LongColumn"/>s, <see cref="float"/>,
    /// <see cref="double"/> and <see cref="decimal"/> numbers <see cref="DoubleColumn"/>s, truth values <see cref="BoolColumn"/>s, moments
    /// <see cref="TimestampColumn"/>s (local times converted to UTC, unspecified ones taken as UTC), text, Arrow text and characters <see cref="StringColumn"/>s.
    /// A null is a row without a value.
    /// </summary>
    /// <param name="frame">A data frame with at least one column.</param>
    /// <remarks>
    /// The values are copied a buffer at a time, for a frame can be changed and a table cannot, and text is given a dictionary. A column that
    /// <see cref="ToDataFrame"/> made of one without nulls or of text, and that nobody has changed since, is not copied: it is the table's still. A data frame's own
    /// <c>ToTable</c> makes a <see cref="System.Data.DataTable"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The frame has no column, one of its columns has no name or another type, or a value that no 64-bit number equals: a <see cref="ulong"/> of 2⁶³ or more,
    /// a <see cref="decimal"/> of more digits than a <see cref="double"/> keeps. The message names the column, the value and its row, and a remedy.
    /// </exception>
    public static Table ToTandemTable(this DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Columns.Count > 0
            ? Table.FromColumns(InParallel(frame.Columns, TableColumn.Of))
            : throw new ArgumentException("The data frame has no column, and a table needs at least one: add a column to frame.Columns first.", nameof(frame));
    }

    private static TTo[] InParallel<TFrom, TTo>(IReadOnlyList<TFrom> columns, Func<TFrom, TTo> convert)
    {
        var converted = new TTo[columns.Count];
        try
        {
            Parallel.For(0, converted.Length, i => converted[i] = convert(columns[i]));
            return converted;
        }
        catch (AggregateException)
        {
            // One after the other the first column at fault is named, whichever thread came to one first.
            return [.. columns.Select(convert)];
        }
    }
}
