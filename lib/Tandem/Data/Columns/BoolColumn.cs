namespace Tandem;

/// <summary>A column of truth values.</summary>
public sealed class BoolColumn : ValueColumn<bool>
{
    /// <summary>Creates a column from a copy of the values.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One value a row.</param>
    /// <param name="nulls">True where a row has no value, one entry a row; empty when every row has one.</param>
    /// <exception cref="ArgumentException">The mask is as long neither as the values nor 0.</exception>
    public BoolColumn(string name, ReadOnlySpan<bool> values, ReadOnlySpan<bool> nulls = default)
        : this(name, values.ToArray(), nulls.IsEmpty ? null : nulls.ToArray())
    {
    }

    internal BoolColumn(string name, bool[] values, bool[]? nulls)
        : base(name, values, nulls)
    {
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Bool;

    private protected override Column Create(string name, bool[] values, bool[]? nulls) => new BoolColumn(name, values, nulls);

    private protected override string Format(bool value) => value ? "true" : "false";
}
