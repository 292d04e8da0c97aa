namespace Tandem;

/// <summary>A column of numbers, truth values or times.</summary>
/// <typeparam name="T">The type of a value.</typeparam>
public abstract class ValueColumn<T> : Column
    where T : struct, IComparable<T>, IEquatable<T>
{
    private readonly T[] _values;
    private readonly bool[]? _nulls;

    private protected ValueColumn(string name, T[] values, bool[]? nulls)
        : base(name)
    {
        if (nulls is not null && nulls.Length != values.Length)
        {
            throw new ArgumentException(
                $"Column '{name}' got {values.Length} values and a null mask of {nulls.Length}: give both one entry a row.", nameof(nulls));
        }

        _values = values;
        NullCount = nulls?.Count(isNull => isNull) ?? 0;
        _nulls = NullCount > 0 ? nulls : null;
    }

    /// <summary>The values, one a row. A row without a value holds the type's default here: see <see cref="Column.IsNull"/>.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The array of the values, for whoever reads it in place. Nobody may write to it.</summary>
    internal T[] ValueArray => _values;

    /// <summary>True where a row has no value; empty when every row has one.</summary>
    internal ReadOnlySpan<bool> Nulls => _nulls;

    /// <inheritdoc/>
    public sealed override int Length => _values.Length;

    /// <inheritdoc/>
    public sealed override int NullCount { get; }

    /// <inheritdoc/>
    public sealed override object? this[int row] => IsNull(row) ? null : _values[row];

    /// <inheritdoc/>
    public sealed override bool IsNull(int row) => _nulls is not null && _nulls[row];

    /// <inheritdoc/>
    public sealed override string? Text(int row) => IsNull(row) ? null : Format(_values[row]);

    /// <inheritdoc/>
    public sealed override Column Rename(string name) => Create(name, _values, _nulls);

    /// <inheritdoc/>
    public sealed override StringColumn AsStrings()
    {
        var (codes, count) = Encode();
        var texts = new string[count];
        var nullCode = -1;
        for (var row = 0; row < codes.Length; row++)
        {
            if (IsNull(row))
            {
                nullCode = codes[row];
            }
            else
            {
                texts[codes[row]] ??= Format(_values[row]);
            }
        }

        return nullCode < 0
            ? new StringColumn(Name, codes, new StringDictionary(texts))
            : new StringColumn(Name, Enumerable.Range(0, Length).Select(Text));
    }

    internal sealed override Column Gather(ReadOnlySpan<int> rows)
    {
        var values = GC.AllocateUninitializedArray<T>(rows.Length);
        bool[]? nulls = _nulls is null ? null : new bool[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if (row >= 0 && (_nulls is null || !_nulls[row]))
            {
                values[i] = _values[row];
                continue;
            }

            values[i] = default;
            (nulls ??= new bool[rows.Length])[i] = true;
        }

        return Create(Name, values, nulls);
    }

    internal sealed override (int[] Codes, int Count) Encode()
    {
        var codes = new int[Length];
        var seen = new Dictionary<T, int>();
        var nullCode = -1;
        var count = 0;
        for (var row = 0; row < codes.Length; row++)
        {
            if (IsNull(row))
            {
                codes[row] = nullCode < 0 ? nullCode = count++ : nullCode;
            }
            else if (seen.TryGetValue(_values[row], out var code))
            {
                codes[row] = code;
            }
            else
            {
                seen.Add(_values[row], codes[row] = count++);
            }
        }

        return (codes, count);
    }

    internal sealed override int Compare(int left, int right) => (IsNull(left), IsNull(right)) switch
    {
        (false, false) => _values[left].CompareTo(_values[right]),
        var (leftNull, rightNull) => leftNull.CompareTo(rightNull),
    };

    private protected sealed override Column Append(Column other)
    {
        var tail = (ValueColumn<T>)other;
        bool[]? nulls = null;
        if (HasNulls || tail.HasNulls)
        {
            nulls = [.. _nulls ?? new bool[Length], .. tail._nulls ?? new bool[tail.Length]];
        }

        return Create(Name, [.. _values, .. tail._values], nulls);
    }

    private protected abstract Column Create(string name, T[] values, bool[]? nulls);

    private protected abstract string Format(T value);
}
