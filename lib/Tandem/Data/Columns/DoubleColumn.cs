using System.Globalization;

namespace Tandem;

/// <summary>A column of 64-bit floating-point numbers.</summary>
public sealed class DoubleColumn : ValueColumn<double>
{
    /// <summary>Creates a column from a copy of the values.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">One value a row.</param>
    /// <param name="nulls">True where a row has no value, one entry a row; empty when every row has one.</param>
    /// <exception cref="ArgumentException">The mask is as long neither as the values nor 0.</exception>
    public DoubleColumn(string name, ReadOnlySpan<double> values, ReadOnlySpan<bool> nulls = default)
        : this(name, values.ToArray(), nulls.IsEmpty ? null : nulls.ToArray())
    {
    }

    internal DoubleColumn(string name, double[] values, bool[]? nulls)
        : base(name, values, nulls)
    {
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Double;

    private protected override Column Create(string name, double[] values, bool[]? nulls) => new DoubleColumn(name, values, nulls);

    private protected override string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
