namespace Tandem;

/// <content>Operations that turn values into columns, or fill them in.</content>
public sealed partial class Table
{
    /// <summary>
    /// Replaces each of the named columns by one column of 0 and 1 for each of its values, called <c>column_value</c>, in ascending order of the
    /// values, after all other columns (as <c>pandas.get_dummies</c>). A row without a value has 0 in all.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, none is named, one has no values, or a new column's name is taken.</exception>
    public Table OneHot(params IEnumerable<string> columns)
    {
        var named = RequireNames(columns);
        return FromColumns([.. _columns.Where(column => !named.Contains(column.Name)), .. named.SelectMany(name => Indicators(this[name], SortedValues(this[name])))]);
    }

    /// <summary>
    /// Replaces a column by one column of 0 and 1 for each of the given values, called <c>column_value</c>, after all other columns: the same columns
    /// for training and test rows. A row without a value has 0 in all.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, a value is given twice, or a row has another value; the message names it.</exception>
    public Table OneHot(string column, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FromColumns([.. _columns.Where(other => other.Name != column), .. Indicators(this[column], values)]);
    }

    /// <summary>
    /// Replaces a column of lists, such as <c>Action|Comedy</c>, by one column of 0 and 1 for each entry that occurs, called <c>column_entry</c>, in
    /// ascending order, after all other columns. A row without a value has 0 in all.
    /// </summary>
    /// <param name="column">The column of texts.</param>
    /// <param name="separator">What stands between two entries.</param>
    /// <exception cref="ArgumentException">There is no such column, it holds no text, the separator is empty, or no row has an entry.</exception>
    public Table MultiHot(string column, string separator)
    {
        ArgumentException.ThrowIfNullOrEmpty(separator);
        var texts = Column<StringColumn>(column);
        var entries = texts.Dictionary.Values.ToArray().Select(text => text.Split(separator, StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var counts = texts.CountCodes();
        var values = entries.Where((_, code) => counts[code] > 0).SelectMany(list => list).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (values.Length == 0)
        {
            throw new ArgumentException($"Column '{column}' has no entries, so there are no columns to make of them.", nameof(column));
        }

        return FromColumns([.. _columns.Where(other => other.Name != column), .. values.Select(value => Indicator(texts, value, code => entries[code].Contains(value)))]);
    }

    /// <summary>The table with a value in the rows of a column that have none.</summary>
    /// <typeparam name="T">The type of the column's values: long, double, bool, <see cref="DateTime"/> or string.</typeparam>
    /// <param name="column">The column.</param>
    /// <param name="value">What to fill in.</param>
    /// <exception cref="ArgumentException">There is no such column, or its values are not of <typeparamref name="T"/>.</exception>
    public Table FillNulls<T>(string column, T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var filled = this[column];
        var filling = Tandem.Column.Of(column, (T[])[value]);
        if (filling is LongColumn { Values: [var whole] } && filled is DoubleColumn)
        {
            filling = Tandem.Column.Of(column, [(double)whole]);
        }

        if (filling.Type != filled.Type)
        {
            throw new ArgumentException($"Column '{column}' holds {filled.Type} values, so a {typeof(T).Name} cannot be filled in: give a value of its type.", nameof(value));
        }

        if (!filled.HasNulls)
        {
            return this;
        }

        var rows = Enumerable.Range(0, RowCount).Select(row => filled.IsNull(row) ? RowCount : row).ToArray();
        return WithColumn(filled.Concat(filling).Gather(rows));
    }

    private static string[] SortedValues(Column column)
    {
        var (codes, count) = column.Encode();
        var rows = RowKeys.FirstRows(codes, count).Where(row => !column.IsNull(row)).ToArray();
        if (rows.Length == 0)
        {
            throw new ArgumentException($"Column '{column.Name}' has no values, so there are no columns to make of them.");
        }

        Array.Sort(rows, column.Compare);
        return Array.ConvertAll(rows, row => column.Text(row)!);
    }

    private static IEnumerable<Column> Indicators(Column column, IReadOnlyList<string> values)
    {
        var known = new StringDictionary(values);
        var texts = column.AsStrings();
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts.Text(row) is { } text && !known.TryGetCode(text, out _))
            {
                throw new ArgumentException($"Column '{column.Name}', row {row}: '{text}' is none of the {values.Count} values given. Add it to them, or leave such rows out with Where.");
            }
        }

        return values.Select(value => Indicator(texts, value, code => texts.Dictionary[code] == value));
    }

    private static LongColumn Indicator(StringColumn column, string value, Func<int, bool> holds)
    {
        var ofCode = Enumerable.Range(0, column.Dictionary.Count).Select(holds).ToArray();
        var cells = new long[column.Length];
        for (var row = 0; row < cells.Length; row++)
        {
            cells[row] = column.Codes[row] >= 0 && ofCode[column.Codes[row]] ? 1 : 0;
        }

        return new LongColumn($"{column.Name}_{value}", cells, nulls: null);
    }

    private static string[] RequireNames(IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] names = [.. columns];
        return names.Length > 0 && names.Distinct().Count() == names.Length
            ? names
            : throw new ArgumentException($"Name one or more columns, each once; these are [{string.Join(", ", names)}].", nameof(columns));
    }
}
