using System.Globalization;

namespace Tandem;

/// <summary>A column of 64-bit whole numbers.</summary>
public sealed class LongColumn : ValueColumn<long>
{
    /// <summary>Creates a column from a copy of the values.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One value a row.</param>
    /// <param name="nulls">True where a row has no value, one entry a row; empty when every row has one.</param>
    /// <exception cref="ArgumentException">The mask is as long neither as the values nor 0.</exception>
    public LongColumn(string name, ReadOnlySpan<long> values, ReadOnlySpan<bool> nulls = default)
        : this(name, values.ToArray(), nulls.IsEmpty ? null : nulls.ToArray())
    {
    }

    internal LongColumn(string name, long[] values, bool[]? nulls)
        : base(name, values, nulls)
    {
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Long;

    private protected override Column Create(string name, long[] values, bool[]? nulls) => new LongColumn(name, values, nulls);

    private protected override string Format(long value) => value.ToString(CultureInfo.InvariantCulture);
}
