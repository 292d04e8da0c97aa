using System.Runtime.CompilerServices;

namespace Tandem;

/// <summary>An id column with a trainable embedding. Ids outside the vocabulary share its out-of-vocabulary rows.</summary>
public sealed class IdFeature : EmbeddedFeature
{
    private readonly ConditionalWeakTable<Column, FeatureKeys> _indices = [];

    internal IdFeature(string column, StringLookup lookup, Embedding layer)
        : base(column, layer)
    {
        if (layer.VocabularySize < lookup.VocabularySize)
        {
            throw new ArgumentException(
                $"{layer.Table} has too few rows for the vocabulary of \"{column}\", which has {lookup.VocabularySize} indices: give a table with a row for each.", nameof(layer));
        }

        Lookup = lookup;
    }

    /// <summary>The vocabulary.</summary>
    public StringLookup Lookup { get; }

    internal override FeatureKeys Keys(Table table) =>
        _indices.GetValue(table[Column], column => new FeatureKeys(Lookup.Apply(column), Lookup.VocabularySize));
}
