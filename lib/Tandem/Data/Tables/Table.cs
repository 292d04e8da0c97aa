using System.Reflection;

namespace Tandem;

/// <summary>
/// An immutable table of typed, named columns of the same length. Every operation returns a new table and shares with the
/// old one whatever it did not change; row order is always defined.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed partial class Table
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, Column> _byName;

    private Table(Column[] columns, int rowCount, int skippedRows = 0)
    {
        _columns = columns;
        RowCount = rowCount;
        SkippedRows = skippedRows;
        _byName = new Dictionary<string, Column>(columns.Length, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!_byName.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"Column '{column.Name}' occurs twice: a table's column names differ, rename one of the two.");
            }

            if (column.Length != rowCount)
            {
                throw new ArgumentException(
                    $"Column '{column.Name}' has {column.Length} rows where column '{columns[0].Name}' has {rowCount}: the columns of a table are of one length.");
            }
        }
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>How many malformed rows were left out when the table was read with <see cref="ReadOptions.SkipMalformed"/>; else 0.</summary>
    public int SkippedRows { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The columns' names and types, for reading another file as this table was read: <c>new ReadOptions { Schema = train.Schema }</c>.</summary>
    public IReadOnlyList<ColumnSpec> Schema => Array.ConvertAll(_columns, column => new ColumnSpec(column.Name, column.Type));

    /// <summary>The column of a name.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Column this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _byName.TryGetValue(name, out var column) ? column : throw UnknownColumn(name);
        }
    }

    /// <summary>Makes a table of columns.</summary>
    /// <exception cref="ArgumentException">There is no column, two have the same name, or their lengths differ.</exception>
    public static Table FromColumns(params IEnumerable<Column> columns)
    {
        var all = columns?.ToArray() ?? throw new ArgumentNullException(nameof(columns));
        return all.Length > 0
            ? new Table(all, all[0].Length)
            : throw new ArgumentException("A table needs at least one column.", nameof(columns));
    }

    /// <summary>Makes a table of objects, such as records: a row for each, and a column for each public property, in the order of their declaration.</summary>
    /// <typeparam name="T">The objects' type. Its properties are of types that <see cref="Column.Of{T}"/> takes.</typeparam>
    /// <param name="rows">The objects.</param>
    /// <exception cref="ArgumentException">The type has no public property, a property is of another type, or a value does not fit its column.</exception>
    /// <example><code>
    /// record Order(string Customer, Guid Product, decimal Price, DateOnly Day);
    /// var table = Table.From(orders);
    /// </code></example>
    public static Table From<T>(IEnumerable<T> rows)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(rows);
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead && property.GetIndexParameters().Length == 0).ToArray();
        if (properties.Length == 0)
        {
            throw new ArgumentException($"{typeof(T).Name} has no public property, so its objects make no columns. Give objects with properties, or make the columns: Column.Of.", nameof(rows));
        }

        var all = rows.ToArray();
        return FromColumns(properties.Select(property => ValueConversion.ToColumn(property.Name, property.PropertyType, all.Select(row => property.GetValue(row)))));
    }

    /// <summary>The column of a name as the type that gives access to its values, for example <c>Column&lt;StringColumn&gt;("user_id")</c>.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds another type.</exception>
    public TColumn Column<TColumn>(string name)
        where TColumn : Column
    {
        var column = this[name];
        return column as TColumn
            ?? throw new ArgumentException($"Column '{name}' holds {column.Type} values: it is a {column.GetType().Name}, not a {typeof(TColumn).Name}.");
    }

    /// <summary>Whether there is a column of this name.</summary>
    public bool HasColumn(string name) => _byName.ContainsKey(name);

    /// <summary>The named columns, in the order given.</summary>
    /// <exception cref="ArgumentException">There is no such column, a name is given twice, or none is given.</exception>
    public Table Select(params IEnumerable<string> columns) => FromColumns(columns.Select(name => this[name]));

    /// <summary>All columns but the named ones.</summary>
    /// <exception cref="ArgumentException">There is no such column, or none would be left.</exception>
    public Table Drop(params IEnumerable<string> columns)
    {
        var dropped = columns.Select(name => this[name]).ToHashSet();
        return FromColumns(_columns.Where(column => !dropped.Contains(column)));
    }

    /// <summary>The table with one column's name changed.</summary>
    /// <exception cref="ArgumentException">There is no column <paramref name="column"/>, or another one is called <paramref name="newName"/>.</exception>
    public Table Rename(string column, string newName)
    {
        var renamed = this[column];
        return FromColumns(_columns.Select(c => ReferenceEquals(c, renamed) ? c.Rename(newName) : c));
    }

    /// <summary>The table with a column added at the end, or in the place of the one of the same name.</summary>
    /// <exception cref="ArgumentException">The column's length is not the number of rows.</exception>
    public Table WithColumn(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return FromColumns(_byName.ContainsKey(column.Name)
            ? _columns.Select(existing => existing.Name == column.Name ? column : existing)
            : [.. _columns, column]);
    }

    /// <summary>The table with a column computed from each row, added at the end or in the place of the one of the same name.</summary>
    /// <typeparam name="T">A type that <see cref="Tandem.Column.Of{T}"/> takes.</typeparam>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> has no column type.</exception>
    public Table WithColumn<T>(string name, Func<Row, T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WithColumn(Tandem.Column.Of(name, Rows.Select(value)));
    }

    /// <summary>The rows, in order.</summary>
    public IEnumerable<Row> Rows
    {
        get
        {
            for (var row = 0; row < RowCount; row++)
            {
                yield return new Row(this, row);
            }
        }
    }

    /// <summary>The rows of this table followed by those of another one with the same columns.</summary>
    /// <exception cref="ArgumentException">The other table lacks a column, has one more, or has one of another type.</exception>
    public Table Concat(Table other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._columns.FirstOrDefault(column => !_byName.ContainsKey(column.Name)) is { } extra)
        {
            throw new ArgumentException($"The second table has a column '{extra.Name}' that the first one lacks: drop it, or add it to the first.", nameof(other));
        }

        return FromColumns(_columns.Select(column => column.Concat(other[column.Name])));
    }

    private ArgumentException UnknownColumn(string name) =>
        new($"There is no column '{name}'.{NameSuggestion.For(name, _byName.Keys)} The columns are {NameSuggestion.List(_byName.Keys)}.");

    /// <summary>The given rows of all columns; −1 gives a row without values.</summary>
    private Table Gather(int[] rows)
    {
        var columns = new Column[_columns.Length];
        Parallel.For(0, columns.Length, i => columns[i] = _columns[i].Gather(rows));
        return new Table(columns, rows.Length);
    }

    private void RequireRows(string operation)
    {
        if (RowCount == 0)
        {
            throw new InvalidOperationException($"{operation} needs at least one row and the table has none: check the filter or the file it came from.");
        }
    }
}
