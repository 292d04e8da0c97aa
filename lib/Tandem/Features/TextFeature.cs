using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A text as the pooled embeddings of its tokens. A text without tokens has zeros (the mean over no token is NaN in Keras).
/// A batch pools each of its texts once.
/// </summary>
public sealed class TextFeature : Feature
{
    private readonly ConditionalWeakTable<Column, Texts> _texts = [];

    internal TextFeature(string column, TextVectorization vectorization, Embedding layer, Pooling pooling)
        : base(column, layer.Dimension)
    {
        if (layer.VocabularySize < vectorization.VocabularySize)
        {
            throw new ArgumentException(
                $"{layer.Table} has too few rows for the tokens of \"{column}\", which have {vectorization.VocabularySize} indices: give a table with a row for each.", nameof(layer));
        }

        (Vectorization, Layer, Pooling) = (vectorization, layer, pooling);
    }

    /// <summary>What turns a text into tokens.</summary>
    public TextVectorization Vectorization { get; }

    /// <summary>The layer that looks embeddings up.</summary>
    public Embedding Layer { get; }

    /// <summary>How the embeddings of a text's tokens become one row.</summary>
    public Pooling Pooling { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => Layer.Parameters;

    internal override FeatureKeys Keys(Table table) => TextsOf(table).Keys;

    internal override Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var texts = TextsOf(table);
        return Layer.Apply(texts.Tokens.Take(texts.Keys.Of(rows)), Pooling);
    }

    private Texts TextsOf(Table table) => _texts.GetValue(table[Column], column =>
    {
        var (tokens, codes) = Vectorization.ApplyToDistinct(column);
        return new Texts(tokens, new FeatureKeys(codes, tokens.Count, OfOneTable: true));
    });

    /// <summary>The tokens of a column's distinct texts, and which of them each row has.</summary>
    private sealed record Texts(Bags Tokens, FeatureKeys Keys);
}
