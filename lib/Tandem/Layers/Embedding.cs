using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A table of trainable rows, one an id: Keras' <c>Embedding</c> for single ids, keras-rs' <c>EmbedReduce</c> for bags of them. Its gradient is
/// row-sparse: only rows that were looked up are touched.
/// </summary>
public sealed class Embedding : Layer
{
    /// <summary>A layer with rows uniform on ±0.05, as in Keras.</summary>
    /// <param name="name">The prefix of its parameter's name.</param>
    /// <param name="vocabularySize">The number of rows; ids are below it.</param>
    /// <param name="dimension">The length of a row.</param>
    /// <param name="paddingId">An id that bags may be filled up with and that counts as no entry; none by default. Looked up singly it is an id like any other.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the padding id is not in the table.</exception>
    public Embedding(string name, int vocabularySize, int dimension, int? paddingId = null, int seed = 0)
        : this(Draw(name, vocabularySize, dimension, seed), paddingId)
    {
    }

    /// <summary>A layer with the given rows, such as another layer's, or pretrained ones.</summary>
    /// <param name="table">The rows, <c>[vocabulary, dimension]</c>.</param>
    /// <param name="paddingId">As in the other constructor.</param>
    /// <exception cref="ArgumentException">The table is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The padding id is not in the table.</exception>
    public Embedding(Parameter table, int? paddingId = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Value.Shape.Rank != 2)
        {
            throw new ArgumentException($"A table of embeddings is a matrix [vocabulary, dimension]; {table} is not.", nameof(table));
        }

        Table = table;
        if (paddingId is { } id && (id < 0 || id >= VocabularySize))
        {
            throw new ArgumentOutOfRangeException(nameof(paddingId), id, $"The padding is one of the table's ids, 0 to {VocabularySize - 1}, or none.");
        }

        PaddingId = paddingId;
    }

    /// <summary>The rows, <c>[VocabularySize, Dimension]</c>.</summary>
    public Parameter Table { get; }

    /// <summary>The number of rows.</summary>
    public int VocabularySize => Table.Value.Shape[0];

    /// <summary>The length of a row.</summary>
    public int Dimension => Table.Value.Shape[1];

    /// <summary>The id that counts as no entry of a bag; <see langword="null"/> for none.</summary>
    public int? PaddingId { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [Table];

    /// <summary>The rows of some ids: <c>[ids, Dimension]</c>.</summary>
    /// <exception cref="ArgumentException">An id is not in the table; the message says which.</exception>
    public Tensor Apply(params ReadOnlySpan<int> ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)VocabularySize)
            {
                throw new ArgumentException(
                    $"Position {i}: id {ids[i]} is outside {Table.Name}, whose ids are 0 to {VocabularySize - 1}. Look ids up in a vocabulary first, or make a larger table.", nameof(ids));
            }
        }

        return Apply(Indices.From(ids, device: Table.Value.Device));
    }

    /// <summary>The rows of some ids: <c>[ids, Dimension]</c>.</summary>
    /// <exception cref="ArgumentException">An id is not in the table.</exception>
    public Tensor Apply(Indices ids) => Table.Value.Gather(ids);

    /// <summary>One row for each bag, the mean or sum of its entries' rows without the padding: <c>[bags, Dimension]</c>. A bag without entries gives zeros.</summary>
    /// <exception cref="ArgumentException">An id is not in the table; the message names bag and position.</exception>
    public Tensor Apply(Bags bags, Pooling pooling = Pooling.Mean)
    {
        ArgumentNullException.ThrowIfNull(bags);
        bags.RequireIdsBelow(VocabularySize, Table.Name);
        return Table.Value.PoolRows(PaddingId is { } padding ? bags.Without(padding) : bags, pooling);
    }

    /// <exception cref="ArgumentException">The table has too few rows for the indices of something, such as <c>"user_id"</c>.</exception>
    internal void RequireRows(int indices, string what)
    {
        if (VocabularySize < indices)
        {
            throw new ArgumentException($"{Table} has too few rows for {what}, which has {indices} indices: give a table with a row for each.");
        }
    }

    private static Parameter Draw(string name, int vocabularySize, int dimension, int seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabularySize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        return Initializer.Uniform().Create($"{name}/embedding", new Shape(vocabularySize, dimension), seed);
    }
}
