using Tandem.Tensors;

namespace Tandem;

/// <summary>One input of a tower: a column, and how its values become the columns of a matrix.</summary>
/// <remarks>
/// For a feature of your own derive from it and say what it computes; what training is to change are its <see cref="Layer.Parameters"/>. A tower computes it for every row of a batch. To save
/// it, register it with <see cref="SavedKinds.Register"/>.
/// </remarks>
public abstract class Feature : Layer
{
    /// <summary>Names the column.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="dimension">The number of columns it computes.</param>
    /// <exception cref="ArgumentException">The column has no name.</exception>
    protected Feature(string column, int dimension)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
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
        ArgumentException.ThrowIfNullOrEmpty(column);
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

    /// <summary>A column put into indices of any kind, each with a trainable embedding: an <see cref="IntegerLookup"/>, a <see cref="Hashing"/>, a <see cref="Discretization"/>.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="indexer">What gives a value its index.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static IndexedFeature Indexed(string column, ColumnIndexer indexer, int dimension, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(indexer);
        return Indexed(column, indexer, new Embedding(column, indexer.VocabularySize, dimension, seed: seed));
    }

    /// <summary>A column put into indices of any kind, with embeddings of a layer that something else may share.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="indexer">What gives a value its index.</param>
    /// <param name="embedding">A layer with a row for each index.</param>
    /// <exception cref="ArgumentException">The layer has too few rows.</exception>
    public static IndexedFeature Indexed(string column, ColumnIndexer indexer, Embedding embedding)
    {
        ArgumentNullException.ThrowIfNull(indexer);
        ArgumentNullException.ThrowIfNull(embedding);
        return new IndexedFeature(column, indexer, embedding);
    }

    /// <summary>An id without a vocabulary: its hash chooses one of a number of trainable embeddings.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="bins">The number of embeddings. Two ids may share one; the more there are, the fewer do.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public static IndexedFeature Hashed(string column, int bins, int dimension, int seed = 0) =>
        Indexed(column, new Hashing(bins), new Embedding($"{column}_hashed", bins, dimension, seed: seed));

    /// <summary>A number put into buckets of about as many rows each, with a trainable embedding each.</summary>
    /// <param name="column">The name of the column it reads in batches: long, double, bool or timestamp.</param>
    /// <param name="values">The numbers to learn the buckets from, such as the column of the training split.</param>
    /// <param name="buckets">The number of buckets.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two buckets, or the dimension is not positive.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite.</exception>
    public static IndexedFeature Bucketed(string column, Column values, int buckets, int dimension, int seed = 0)
    {
        var discretization = Discretization.Adapt(values, buckets);
        return Indexed(column, discretization, new Embedding($"{column}_bucketed", discretization.VocabularySize, dimension, seed: seed));
    }

    /// <summary>A combination of columns, such as gender × age group, hashed into bins with a trainable embedding each.</summary>
    /// <param name="columns">The names of the columns it reads in batches, at least two.</param>
    /// <param name="bins">The number of embeddings.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">There are fewer than two columns.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public static CrossFeature Cross(IReadOnlyList<string> columns, int bins, int dimension, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count < 2)
        {
            throw new ArgumentException($"A cross needs at least two columns, and was given {columns.Count}.", nameof(columns));
        }

        var crossing = new HashedCrossing(bins);
        return new CrossFeature([.. columns], crossing, new Embedding(CrossFeature.NameOf(columns), bins, dimension, seed: seed));
    }

    /// <summary>A text as the pooled trainable embeddings of its words.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="texts">The texts to learn the words from, such as the titles of the catalogue.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="maxTokens">The most embeddings, those of padding and unknown words included; null for no limit.</param>
    /// <param name="options">How texts become words; Keras' defaults when null.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">There are no texts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive, or <paramref name="maxTokens"/> leaves no place for a word.</exception>
    public static TextFeature Text(
        string column, Column texts, int dimension, int? maxTokens = null, TextOptions? options = null, Pooling pooling = Pooling.Mean, int seed = 0) =>
        Text(column, TextVectorization.Adapt(texts, options, maxTokens), dimension, pooling, seed);

    /// <summary>A text as the pooled trainable embeddings of its tokens.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="vectorization">What turns a text into tokens.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static TextFeature Text(string column, TextVectorization vectorization, int dimension, Pooling pooling = Pooling.Mean, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(vectorization);
        return new TextFeature(column, vectorization, new Embedding($"{column}_text", vectorization.VocabularySize, dimension, paddingId: 0, seed), pooling);
    }

    /// <summary>A list of ids, such as <c>12|7|55</c>, as the pooled trainable embeddings of its ids.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="separator">What stands between two ids.</param>
    /// <param name="lookup">The vocabulary.</param>
    /// <param name="dimension">The length of an embedding.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <exception cref="ArgumentException">The separator is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not positive.</exception>
    public static ListFeature List(string column, string separator, StringLookup lookup, int dimension, Pooling pooling = Pooling.Mean, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        return List(column, separator, lookup, new Embedding($"{column}_list", lookup.VocabularySize, dimension, seed: seed), pooling);
    }

    /// <summary>A list of ids as pooled embeddings that something else may share, such as the item tower's id: a past written out in the row.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="separator">What stands between two ids.</param>
    /// <param name="lookup">The vocabulary, such as <see cref="IdFeature.Lookup"/> of the items.</param>
    /// <param name="embedding">A layer with a row for each index, such as <see cref="EmbeddedFeature.Layer"/> of the items.</param>
    /// <param name="pooling">How the embeddings become one row; their mean by default.</param>
    /// <exception cref="ArgumentException">The separator is empty, or the layer has too few rows.</exception>
    public static ListFeature List(string column, string separator, StringLookup lookup, Embedding embedding, Pooling pooling = Pooling.Mean)
    {
        ArgumentException.ThrowIfNullOrEmpty(separator);
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(embedding);
        return new ListFeature(column, separator, lookup, embedding, pooling);
    }

    /// <summary>A column as one-hot rows, which training does not change; values outside the vocabulary have a column of their own.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="vocabulary">All values there are.</param>
    public static OneHotFeature OneHot(string column, Column vocabulary) => OneHot(column, StringLookup.Adapt(vocabulary));

    /// <summary>A column as one-hot rows, indexed as you say.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="indexer">What gives a value its index.</param>
    public static OneHotFeature OneHot(string column, ColumnIndexer indexer)
    {
        ArgumentNullException.ThrowIfNull(indexer);
        return new OneHotFeature(column, indexer);
    }

    /// <summary>An id with a vector of yours, which training does not change; ids without one have zeros.</summary>
    /// <param name="column">The name of the column of ids, in batches and in <paramref name="vectors"/>.</param>
    /// <param name="vectors">One row an id; every other column is a number of the vector.</param>
    /// <exception cref="ArgumentException">There is no column beside the ids, one holds text, or an id is missing or occurs twice.</exception>
    /// <exception cref="InvalidDataException">A number is missing, NaN or infinite.</exception>
    /// <example><code>
    /// var bought = sales.Select("user_id", "brand").OneHot("brand");
    /// var tastes = bought.GroupBy("user_id").Aggregate(bought.Columns.Skip(1).Select(brand => Aggregation.Mean(brand.Name)));
    /// var users = Tower.Of(Feature.Fixed("user_id", tastes));
    /// </code></example>
    public static FixedFeature Fixed(string column, Table vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return FixedFeature.From(vectors, column);
    }

    /// <summary>An id with a vector of yours, such as a pretrained one, which training does not change.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="lookup">The vocabulary.</param>
    /// <param name="vectors">A row for each index of the vocabulary, <c>[VocabularySize, dimension]</c>; a scope that owns it gives it up.</param>
    /// <exception cref="ArgumentException">The number of rows is another.</exception>
    public static FixedFeature Fixed(string column, StringLookup lookup, Tensor vectors)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        ArgumentNullException.ThrowIfNull(vectors);
        return new FixedFeature(column, lookup, vectors);
    }

    /// <summary>
    /// An id with the mean of what a tower makes of its rows in a log, which training does not change: a customer as the average of what they bought. Ids
    /// without rows have zeros.
    /// </summary>
    /// <param name="column">The name of the column of ids, in batches and in <paramref name="log"/>.</param>
    /// <param name="log">One row for each thing that belongs to an id.</param>
    /// <param name="tower">Embeds the rows as it is now; later training of it changes nothing here.</param>
    /// <exception cref="ArgumentException">The log lacks a column or has no rows, or a row has no id.</exception>
    /// <example><code>
    /// var items = Tower.Of(Feature.OneHot("brand", catalogue["brand"]), Feature.OneHot("colour", catalogue["colour"]));
    /// var customers = Tower.Of(Feature.MeanOf("user_id", sales, items));
    /// </code></example>
    public static FixedFeature MeanOf(string column, Table log, Tower tower)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(tower);
        return FixedFeature.Averaged(column, log, tower);
    }

    /// <summary>A number, as it is.</summary>
    /// <param name="column">The name of the column it reads in batches; long, double or bool.</param>
    public static NumberFeature Number(string column) => new(column);

    /// <summary>A number, shifted and scaled to mean 0 and variance 1.</summary>
    /// <param name="column">The name of the column it reads in batches; long, double, bool or timestamp.</param>
    /// <param name="values">The numbers to learn mean and variance from, such as the column of the training split.</param>
    /// <exception cref="ArgumentException">The column has no rows or holds text.</exception>
    /// <exception cref="InvalidDataException">A value is missing, NaN or infinite.</exception>
    public static NumberFeature Normalized(string column, Column values) => Normalized(column, Normalization.Adapt(values));

    /// <summary>A number, shifted and scaled as you say.</summary>
    /// <param name="column">The name of the column it reads in batches; long, double, bool or timestamp.</param>
    /// <param name="normalization">Of one column.</param>
    /// <exception cref="ArgumentException">The normalisation has several columns.</exception>
    public static NumberFeature Normalized(string column, Normalization normalization)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        return new NumberFeature(column, normalization);
    }

    /// <summary>A time as the places of its parts on their circles, a sine and a cosine each: 23:59 is next to 00:00.</summary>
    /// <param name="column">The name of the column it reads in batches: timestamps, or seconds since 1970-01-01.</param>
    /// <param name="parts">Which parts.</param>
    /// <exception cref="ArgumentException">There is no part, or one twice.</exception>
    public static TimeFeature Time(string column, params TimePart[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Length > 0 && parts.Distinct().Count() == parts.Length
            ? new TimeFeature(column, [.. parts])
            : throw new ArgumentException($"A time feature has one or more parts, each once; these are [{string.Join(", ", parts)}].", nameof(parts));
    }

    /// <summary>The vocabulary of a feature of ids, which alone make a query; <see langword="null"/> for others.</summary>
    internal virtual StringLookup? Ids => null;

    /// <summary>The values of some rows of a table: <c>[rows, Dimension]</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="distinct">Whether the rows' keys are known to differ.</param>
    protected internal abstract Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct);

    /// <summary>
    /// What tells rows apart: rows with one key have one value, whatever the table. <see langword="null"/> for a feature whose values
    /// rarely repeat.
    /// </summary>
    internal virtual FeatureKeys? Keys(Table table) => null;
}
