namespace Tandem;

/// <summary>A column whose values are put into indices (whole numbers by a vocabulary, anything by a hash, numbers by buckets), each with a trainable embedding.</summary>
public class IndexedFeature : EmbeddedFeature
{
    private readonly IndexCache _indices;

    internal IndexedFeature(string column, ColumnIndexer indexer, Embedding layer)
        : base(column, layer)
    {
        layer.RequireRows(indexer.VocabularySize, $"\"{column}\"");
        Indexer = indexer;
        _indices = new IndexCache(indexer);
    }

    /// <summary>What gives a value its index.</summary>
    public ColumnIndexer Indexer { get; }

    internal sealed override FeatureKeys Keys(Table table) => _indices.Of(table[Column]);
}
