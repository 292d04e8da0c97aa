using Tandem.Tensors;

namespace Tandem;

/// <summary>Some rows of a table, in an order: what a training step sees.</summary>
public sealed class Batch
{
    private readonly ReadOnlyMemory<int> _rows;

    /// <summary>The given rows of a table.</summary>
    public Batch(Table table, ReadOnlyMemory<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
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
}
