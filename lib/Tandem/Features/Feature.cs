using Tandem.Tensors;

namespace Tandem;

/// <summary>One input of a tower: a column, and how its values become the columns of a matrix.</summary>
public abstract class Feature : Layer
{
    private protected Feature(string column, int dimension)
    {
        Column = column;
        Dimension = dimension;
    }

    /// <summary>The column it reads.</summary>
    public string Column { get; }

    /// <summary>The number of columns it computes.</summary>
    public int Dimension { get; }

    /// <summary>An id with a trainable embedding.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="vocabulary">All ids there are, such as the id column of the catalogue; others fall to the row for unknown ids.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values, uniform on ±0.05 as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static IdFeature Id(string column, Column vocabulary, int dimension, int seed = 0) =>
        Id(column, StringLookup.Adapt(vocabulary), dimension, seed);

    /// <summary>An id with a trainable embedding, looked up as you say: with several rows for unknown ids, a limit, a mask.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="lookup">The vocabulary.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static IdFeature Id(string column, StringLookup lookup, int dimension, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        return Id(column, lookup, new Embedding(column, lookup.VocabularySize, dimension, seed: seed));
    }

    /// <summary>An id with embeddings of a layer that something else may share.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="lookup">The vocabulary.</param>
    /// <param name="embedding">A layer with a row for each index of the vocabulary.</param>
    /// <exception cref="ArgumentException">The layer has too few rows.</exception>
    public static IdFeature Id(string column, StringLookup lookup, Embedding embedding)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(embedding);
        return new IdFeature(column, lookup, embedding);
    }

    /// <summary>The items of a user's past, pooled to one row of trainable embeddings.</summary>
    /// <param name="column">The name of the column of users in batches.</param>
    /// <param name="histories">What each user did.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <param name="leaveOut">
    /// A column of items: where a batch has it, a row's own item does not count to its history, so that training does not see the answer. Rows
    /// of one user then differ, and are merged where their item is not of the past (test rows) only.
    /// </param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static HistoryFeature History(
        string column, Histories histories, int dimension, Pooling pooling = Pooling.Mean, string? leaveOut = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return History(column, histories, new Embedding($"{column}_history", histories.Items.VocabularySize, dimension, seed: seed), pooling, leaveOut);
    }

    /// <summary>The items of a user's past, pooled to one row of embeddings that something else may share, such as the item tower's id.</summary>
    /// <param name="column">The name of the column of users in batches.</param>
    /// <param name="histories">What each user did.</param>
    /// <param name="embedding">A layer with a row for each item, such as <see cref="EmbeddedFeature.Layer"/> of the items' <see cref="IdFeature"/>.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <param name="leaveOut">As in the other overload.</param>
    /// <exception cref="ArgumentException">The layer has too few rows.</exception>
    /// <example><code>
    /// var film = Feature.Id("movie_id", movies["movie_id"], dimension: 64);
    /// var past = Histories.From(train, "user_id", "movie_id", film.Lookup, orderBy: "timestamp");
    /// var users = Tower.Of(Feature.History("user_id", past, film.Layer, leaveOut: "movie_id")).WithDense(64);
    /// var films = Tower.Of(film);
    /// </code></example>
    public static HistoryFeature History(
        string column, Histories histories, Embedding embedding, Pooling pooling = Pooling.Mean, string? leaveOut = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(embedding);
        return new HistoryFeature(column, histories, embedding, pooling, leaveOut);
    }

    /// <summary>A number, as it is.</summary>
    /// <param name="column">The name of the column it reads in batches; long, double or bool.</param>
    public static NumberFeature Number(string column) => new(column);

    /// <summary>The values of some rows of a table: <c>[rows, Dimension]</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="distinct">Whether the rows' keys are known to differ.</param>
    internal abstract Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct);

    /// <summary>
    /// What tells rows apart: rows with one key have one value, whatever the table. <see langword="null"/> for a feature whose values
    /// rarely repeat.
    /// </summary>
    internal abstract FeatureKeys? Keys(Table table);
}
