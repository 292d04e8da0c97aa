using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>An id column with a trainable embedding. The ids of a data set are looked up once, not per batch.</summary>
public sealed class IdFeature : Feature
{
    private const float InitialLimit = 0.05f;

    private readonly ConditionalWeakTable<Column, FeatureKeys> _indices = [];

    internal IdFeature(string column, StringLookup lookup, int dimension, int seed)
        : base(column, dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        Lookup = lookup;
        Embedding = Initializer.Uniform($"{column}/embedding", new Shape(lookup.VocabularySize, dimension), InitialLimit, seed);
    }

    /// <summary>The vocabulary.</summary>
    public StringLookup Lookup { get; }

    /// <summary>The table of embeddings, <c>[VocabularySize, Dimension]</c>.</summary>
    public Parameter Embedding { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [Embedding];

    internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var indices = Keys(table).Keys;
        var looked = new int[rows.Length];
        for (var i = 0; i < looked.Length; i++)
        {
            looked[i] = indices[rows[i]];
        }

        return Embedding.Value.Gather(Indices.From(looked, distinct));
    }

    internal override FeatureKeys Keys(Table table) =>
        _indices.GetValue(table[Column], column => new FeatureKeys(Lookup.Apply(column), Lookup.VocabularySize));
}
