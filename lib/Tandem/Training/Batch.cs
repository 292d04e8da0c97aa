using Tandem.Tensors;

namespace Tandem;

/// <summary>Some rows of a table, in an order: what a training step sees.</summary>
public sealed class Batch
{
    private readonly ReadOnlyMemory<int> _rows;

    /// <summary>The given rows of a table.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such row.</exception>
    public Batch(Table table, ReadOnlyMemory<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var row in rows.Span)
        {
            if ((uint)row >= (uint)table.RowCount)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The table has {table.RowCount} rows: give numbers from 0 to {table.RowCount - 1}.");
            }
        }

        Table = table;
        _rows = rows;
    }

    /// <summary>All rows of a table.</summary>
    public Batch(Table table)
        : this(table, Enumerable.Range(0, table.RowCount).ToArray())
    {
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The rows of the table that are in the batch.</summary>
    public ReadOnlySpan<int> Rows => _rows.Span;

    /// <summary>The number of rows in the batch.</summary>
    public int Count => _rows.Length;

    /// <summary>The values of a numeric column, such as labels or weights: <c>[Count]</c>.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">The column holds a null, NaN or infinite value; the message names its row.</exception>
    public Tensor Values(string column) => NumericColumns.Gather(Table[column], Rows, width: 0);

    /// <summary>The values of a column as text, such as the ids of candidates, one for each row of the batch.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">The column holds a null; the message names its row.</exception>
    public string[] Texts(string column)
    {
        var values = Table[column];
        return Array.ConvertAll(_rows.ToArray(), row => values.Text(row) ?? throw new InvalidDataException(
            $"Column \"{column}\" has a null at row {row}. Fill it, or leave the row out."));
    }
}
