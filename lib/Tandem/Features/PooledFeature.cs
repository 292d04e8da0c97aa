using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A column of lists, such as texts, each as the pooled trainable embeddings of its entries; a list without entries has zeros. A batch pools each
/// of its lists once.
/// </summary>
public abstract class PooledFeature : Feature
{
    private readonly ConditionalWeakTable<Column, Lists> _lists = [];

    private protected PooledFeature(string column, int indices, Embedding layer, Pooling pooling)
        : base(column, layer.Dimension)
    {
        layer.RequireRows(indices, $"\"{column}\"");
        (Layer, Pooling) = (layer, pooling.Checked(nameof(pooling)));
    }

    /// <summary>The layer that looks embeddings up; another feature that is given it shares them.</summary>
    public Embedding Layer { get; }

    /// <summary>How the embeddings of a list's entries become one row.</summary>
    public Pooling Pooling { get; }

    /// <inheritdoc/>
    public sealed override IEnumerable<Parameter> Parameters => Layer.Parameters;

    internal sealed override FeatureKeys Keys(Table table) => ListsOf(table).Keys;

    /// <inheritdoc/>
    protected internal sealed override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var lists = ListsOf(table);
        return Layer.Apply(lists.Entries.Take(lists.Keys.Of(rows)), Pooling);
    }

    /// <summary>The entries of a column's distinct lists, and which of them each row has.</summary>
    private protected abstract (Bags Entries, int[] Codes) Index(Column column);

    private Lists ListsOf(Table table) => _lists.GetValue(table[Column], column =>
    {
        var (entries, codes) = Index(column);
        return new Lists(entries, new FeatureKeys(codes, entries.Count, OfOneTable: true));
    });

    private sealed record Lists(Bags Entries, FeatureKeys Keys);
}
