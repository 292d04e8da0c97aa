using Tandem.Tensors;

namespace Tandem;

/// <summary>A text as the pooled embeddings of its tokens. A text without tokens has zeros (the mean over no token is NaN in Keras).</summary>
public sealed class TextFeature : PooledFeature
{
    internal TextFeature(string column, TextVectorization vectorization, Embedding layer, Pooling pooling)
        : base(column, vectorization.VocabularySize, layer, pooling) => Vectorization = vectorization;

    /// <summary>What turns a text into tokens.</summary>
    public TextVectorization Vectorization { get; }

    private protected override (Bags Entries, int[] Codes) Index(Column column) => Vectorization.ApplyToDistinct(column);
}
