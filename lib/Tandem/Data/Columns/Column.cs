using System.Diagnostics;

namespace Tandem;

/// <summary>
/// A named, immutable column of a <see cref="Table"/>. Numeric code reads the typed values of the sealed types as spans:
/// <see cref="LongColumn"/>, <see cref="DoubleColumn"/>, <see cref="BoolColumn"/>, <see cref="TimestampColumn"/> and
/// <see cref="StringColumn"/>.
/// </summary>
[TypeFormatterSource(typeof(ColumnFormatterSource))]
public abstract class Column
{
    // Asked before the values' own type is: to the runtime an array of enumeration or unsigned values is one of signed numbers, too.
    private static readonly HashSet<Type> _supported =
    [
        typeof(string), typeof(long), typeof(int), typeof(double), typeof(float), typeof(bool), typeof(DateTime),
        typeof(long?), typeof(int?), typeof(double?), typeof(float?), typeof(bool?), typeof(DateTime?),
    ];

    private protected Column(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name, unique in a table, case-sensitive.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Length { get; }

    /// <summary>What the cells hold.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>The number of rows without a value.</summary>
    public abstract int NullCount { get; }

    /// <summary>Whether any row has no value.</summary>
    public bool HasNulls => NullCount > 0;

    /// <summary>The first cells, under the column's name and type, and the size.</summary>
    public override string ToString() => Table.FromColumns(this).ToString();

    /// <summary>Whether the row has no value.</summary>
    public abstract bool IsNull(int row);

    /// <summary>The value of a row, boxed; null where there is none.</summary>
    public abstract object? this[int row] { get; }

    /// <summary>The value of a row as culture-independent text; null where there is none.</summary>
    /// <remarks>Timestamps are written as ISO 8601, numbers so that reading them back gives the same number.</remarks>
    public abstract string? Text(int row);

    /// <summary>A column of the given rows, in the given order; a row may occur any number of times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number in <paramref name="rows"/> is not a row of this column.</exception>
    public Column Take(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)Length)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), $"Column '{Name}' has rows 0 to {Length - 1}, so there is no row {row}.");
            }
        }

        return Gather(rows);
    }

    /// <summary>The same values under another name.</summary>
    public abstract Column Rename(string name);

    /// <summary>The value of each row as culture-independent text, null where there is none: what <see cref="Text"/> gives, row by row.</summary>
    public string?[] Texts() => [.. Enumerable.Range(0, Length).Select(Text)];

    /// <summary>The values as text: the column itself when it holds text, else each value's <see cref="Text"/>.</summary>
    public abstract StringColumn AsStrings();

    /// <summary>The values of this column followed by those of another one of the same type.</summary>
    /// <exception cref="ArgumentException">The types differ.</exception>
    public Column Concat(Column other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Type == Type
            ? Append(other)
            : throw new ArgumentException(
                $"Column '{Name}' holds {Type} values and column '{other.Name}' holds {other.Type} values: "
                + "read or convert them (AsStrings) as one type first.", nameof(other));
    }

    /// <summary>
    /// Makes a column from values of a type with a column type: whole numbers, double, float, decimal, bool, <see cref="DateTime"/> (taken as UTC when unspecified),
    /// <see cref="DateTimeOffset"/>, <see cref="DateOnly"/> (midnight UTC), string, char, <see cref="Guid"/> and enums (by name), and the nullable forms of these.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="T"/> is none of these, or a value does not fit the column: a decimal with more digits than a double holds, an unsigned number above 2⁶³−1.
    /// </exception>
    public static Column Of<T>(string name, IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values switch
        {
            _ when !_supported.Contains(typeof(T)) => ValueConversion.ToColumn(name, typeof(T), values.Cast<object?>()),
            IEnumerable<string?> strings => new StringColumn(name, strings),
            IEnumerable<long> longs => new LongColumn(name, longs.ToArray(), null),
            IEnumerable<int> ints => new LongColumn(name, ints.Select(value => (long)value).ToArray(), null),
            IEnumerable<double> doubles => new DoubleColumn(name, doubles.ToArray(), null),
            IEnumerable<float> floats => new DoubleColumn(name, floats.Select(value => (double)value).ToArray(), null),
            IEnumerable<bool> bools => new BoolColumn(name, bools.ToArray(), null),
            IEnumerable<DateTime> times => new TimestampColumn(name, times.Select(TimestampColumn.ToUtc).ToArray(), null),
            IEnumerable<long?> longs => Nullable(longs, (v, nulls) => new LongColumn(name, v, nulls)),
            IEnumerable<int?> ints => Nullable(ints.Select(value => (long?)value), (v, nulls) => new LongColumn(name, v, nulls)),
            IEnumerable<double?> doubles => Nullable(doubles, (v, nulls) => new DoubleColumn(name, v, nulls)),
            IEnumerable<float?> floats => Nullable(floats.Select(value => (double?)value), (v, nulls) => new DoubleColumn(name, v, nulls)),
            IEnumerable<bool?> bools => Nullable(bools, (v, nulls) => new BoolColumn(name, v, nulls)),
            IEnumerable<DateTime?> times => Nullable(
                times.Select(time => time is { } t ? TimestampColumn.ToUtc(t) : (DateTime?)null),
                (v, nulls) => new TimestampColumn(name, v, nulls)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>As <see cref="Take"/> without checks; a row number of −1 gives a row without a value.</summary>
    internal abstract Column Gather(ReadOnlySpan<int> rows);

    /// <summary>Numbers the distinct values in order of their first row, and all rows without a value as one more.</summary>
    /// <returns>Each row's number, and how many numbers there are.</returns>
    internal abstract (int[] Codes, int Count) Encode();

    /// <summary>Orders two rows by their values; rows without a value come last.</summary>
    internal abstract int Compare(int left, int right);

    private protected abstract Column Append(Column other);

    private static Column Nullable<T>(IEnumerable<T?> values, Func<T[], bool[]?, Column> create)
        where T : struct
    {
        var all = values.ToArray();
        var nulls = Array.ConvertAll(all, value => value is null);
        return create(Array.ConvertAll(all, value => value.GetValueOrDefault()), nulls.Contains(true) ? nulls : null);
    }
}
