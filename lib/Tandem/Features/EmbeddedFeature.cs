using Tandem.Tensors;

namespace Tandem;

/// <summary>A feature whose values are indices, each with a trainable embedding. The indices of a data set are computed once, not per batch.</summary>
public abstract class EmbeddedFeature : Feature
{
    private protected EmbeddedFeature(string column, Embedding layer)
        : base(column, layer.Dimension) => Layer = layer;

    /// <summary>The layer that looks embeddings up; another feature that is given it shares them.</summary>
    public Embedding Layer { get; }

    /// <summary>The table of embeddings, <c>[indices, Dimension]</c>.</summary>
    public Parameter Embedding => Layer.Table;

    /// <inheritdoc/>
    public sealed override IEnumerable<Parameter> Parameters => Layer.Parameters;

    /// <inheritdoc/>
    protected internal sealed override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct) =>
        Layer.Apply(Indices.From(Keys(table)!.Of(rows), distinct, Embedding.Value.Device));
}
