using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>A numeric column, as it is or normalised.</summary>
public sealed class NumberFeature : Feature
{
    private readonly ConditionalWeakTable<Column, Column> _normalised = [];

    internal NumberFeature(string column, Normalization? normalization = null)
        : base(column, dimension: 1)
    {
        if (normalization is { Dimension: not 1 })
        {
            throw new ArgumentException($"\"{column}\" is one column, and the normalisation has {normalization.Dimension}: adapt one to this column.", nameof(normalization));
        }

        Normalization = normalization;
    }

    /// <summary>How values are shifted and scaled; <see langword="null"/> when they are not.</summary>
    public Normalization? Normalization { get; }

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct) => NumericColumns.Gather(
        Normalization is null ? table[Column] : _normalised.GetValue(table[Column], Normalise), rows, width: 1);

    internal override FeatureKeys? Keys(Table table) => DistinctKeys.Of(table[Column]);

    private DoubleColumn Normalise(Column column) =>
        new(column.Name, Array.ConvertAll(NumericColumns.ToDoubles(column), value => (double)Normalization!.Apply(value)), nulls: null);
}
