namespace Tandem;

/// <summary>An id column with a trainable embedding. Ids outside the vocabulary share its out-of-vocabulary rows.</summary>
public sealed class IdFeature : IndexedFeature
{
    internal IdFeature(string column, StringLookup lookup, Embedding layer)
        : base(column, lookup, layer) => Lookup = lookup;

    /// <summary>The vocabulary.</summary>
    public StringLookup Lookup { get; }

    internal override StringLookup Ids => Lookup;
}
