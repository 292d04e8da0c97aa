using Tandem.Tensors;

namespace Tandem;

/// <summary>A feature of a <see cref="UnifiedEmbedding"/>: several hashes of one value, each with an embedding of a shared table.</summary>
public sealed class UnifiedFeature : Feature
{
    private readonly IndexedFeature[] _chunks;

    internal UnifiedFeature(string column, IndexedFeature[] chunks)
        : base(column, chunks.Sum(chunk => chunk.Dimension)) => _chunks = chunks;

    /// <summary>The chunks, in the order in which they stand side by side.</summary>
    public IReadOnlyList<IndexedFeature> Chunks => _chunks;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _chunks.SelectMany(chunk => chunk.Parameters).Distinct();

    internal override FeatureKeys? Keys(Table table) => DistinctKeys.Of(table[Column]);

    /// <inheritdoc/>
    protected internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var parts = new Tensor[_chunks.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            // Distinct values may share a bucket of one chunk.
            parts[i] = _chunks[i].Compute(table, rows, distinct: false);
        }

        return Tensor.Concat(parts);
    }
}
