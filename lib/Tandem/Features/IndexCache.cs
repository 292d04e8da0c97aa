using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>The indices of columns that have been seen, computed once each.</summary>
internal sealed class IndexCache(ColumnIndexer indexer)
{
    private readonly ConditionalWeakTable<Column, FeatureKeys> _indices = [];

    public FeatureKeys Of(Column column) => _indices.GetValue(column, seen => new FeatureKeys(indexer.Apply(seen), indexer.VocabularySize));
}
