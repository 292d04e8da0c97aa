namespace Tandem;

/// <summary>One row of a <see cref="Table"/>, as <see cref="Table.Where(Func{Row, bool})"/> and <see cref="Table.WithColumn{T}"/> hand it out.</summary>
public readonly struct Row
{
    private readonly Table _table;

    internal Row(Table table, int index)
    {
        _table = table;
        Index = index;
    }

    /// <summary>The position in the table, from 0.</summary>
    public int Index { get; }

    /// <summary>The value of a column, boxed; null where there is none.</summary>
    public object? this[string column] => _table[column][Index];

    /// <summary>Whether the row has no value in a column.</summary>
    public bool IsNull(string column) => _table[column].IsNull(Index);

    /// <summary>The whole number in a column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds another type.</exception>
    /// <exception cref="InvalidOperationException">The row has no value there.</exception>
    public long Long(string column) => Value<LongColumn, long>(column);

    /// <summary>The floating-point number in a column.</summary>
    /// <inheritdoc cref="Long" path="/exception"/>
    public double Double(string column) => Value<DoubleColumn, double>(column);

    /// <summary>The truth value in a column.</summary>
    /// <inheritdoc cref="Long" path="/exception"/>
    public bool Bool(string column) => Value<BoolColumn, bool>(column);

    /// <summary>The time in a column, in UTC.</summary>
    /// <inheritdoc cref="Long" path="/exception"/>
    public DateTime Timestamp(string column) => Value<TimestampColumn, DateTime>(column);

    /// <summary>The text in a column.</summary>
    /// <inheritdoc cref="Long" path="/exception"/>
    public string String(string column) => _table.Column<StringColumn>(column).Text(Index) ?? throw NoValue(column);

    private T Value<TColumn, T>(string column)
        where TColumn : ValueColumn<T>
        where T : struct, IComparable<T>, IEquatable<T>
    {
        var typed = _table.Column<TColumn>(column);
        return typed.IsNull(Index) ? throw NoValue(column) : typed.Values[Index];
    }

    private InvalidOperationException NoValue(string column) =>
        new($"Row {Index} has no value in column '{column}': ask IsNull(\"{column}\") first, or drop such rows with DropNulls(\"{column}\").");
}
