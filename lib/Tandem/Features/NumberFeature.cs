using Tandem.Tensors;

namespace Tandem;

/// <summary>A numeric column, as it is.</summary>
public sealed class NumberFeature : Feature
{
    internal NumberFeature(string column)
        : base(column, dimension: 1)
    {
    }

    internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct) => NumericColumns.Gather(table[Column], rows, width: 1);

    internal override FeatureKeys? Keys(Table table) => null;
}
