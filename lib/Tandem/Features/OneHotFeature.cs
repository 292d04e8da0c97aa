using Tandem.Tensors;

namespace Tandem;

/// <summary>A column as one-hot rows, which training does not change.</summary>
public sealed class OneHotFeature : Feature
{
    private readonly IndexCache _indices;

    internal OneHotFeature(string column, ColumnIndexer indexer)
        : base(column, indexer.VocabularySize)
    {
        Indexer = indexer;
        _indices = new IndexCache(indexer);
    }

    /// <summary>What gives a value its index.</summary>
    public ColumnIndexer Indexer { get; }

    internal override FeatureKeys Keys(Table table) => _indices.Of(table[Column]);

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct) =>
        HotRows.Encode(HotRows.Singles(Keys(table).Of(rows)), Dimension, EncodingMode.OneHot, weights: null);
}
