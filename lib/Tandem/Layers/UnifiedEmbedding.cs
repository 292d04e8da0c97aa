using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Several features, several towers even, that share a few hashed tables: Feature Multiplexing (B. Coleman et al., "Unified Embedding:
/// Battle-Tested Feature Representations for Web-Scale ML Systems", NeurIPS 2023). Each feature has one or more chunks; a chunk looks its value up in
/// one of the tables, by a hash with a salt of its own, and the chunks stand side by side. As <c>tfrs.layers.feature_multiplexing</c>.
/// </summary>
/// <remarks>
/// The salts are those of TensorFlow Recommenders, (number of the feature, number of the chunk), and chunks take the tables in turn. A feature's chunks
/// stand in the order of their numbers; the reference sorts them as text, which differs from the eleventh on.
/// </remarks>
/// <example><code>
/// var shared = new UnifiedEmbedding("shared", bucketsPerTable: 10_000, dimensionPerTable: 16, tables: 3);
/// var users = Tower.Of(shared.Add("user_id", chunks: 2), shared.Add("zip_code", chunks: 1));
/// var films = Tower.Of(shared.Add("movie_id", chunks: 3));
/// </code></example>
public sealed class UnifiedEmbedding : Layer
{
    private readonly Embedding[] _tables;
    private readonly List<UnifiedFeature> _features = [];
    private int _nextTable;

    /// <summary>Creates the tables; <see cref="Add"/> puts features into them.</summary>
    /// <param name="name">The prefix of the tables' names.</param>
    /// <param name="bucketsPerTable">The rows of a table.</param>
    /// <param name="dimensionPerTable">The length of a row.</param>
    /// <param name="tables">The number of tables.</param>
    /// <param name="seed">Of the initial values, uniform on ±0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public UnifiedEmbedding(string name, int bucketsPerTable, int dimensionPerTable, int tables, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tables);
        Name = name;
        _tables = [.. Enumerable.Range(0, tables).Select(table => new Embedding($"{name}_{table}", bucketsPerTable, dimensionPerTable, seed: seed))];
    }

    /// <summary>Tables that have features already.</summary>
    internal UnifiedEmbedding(string name, Embedding[] tables, IReadOnlyList<UnifiedFeature> features)
    {
        Name = name;
        _tables = tables;
        _features = [.. features];
        _nextTable = features.Sum(feature => feature.Chunks.Count) % tables.Length;
    }

    /// <summary>The prefix of the tables' names.</summary>
    public string Name { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<Embedding> Tables => _tables;

    /// <summary>The features, in the order they were added.</summary>
    public IReadOnlyList<UnifiedFeature> Features => _features;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _tables.SelectMany(table => table.Parameters);

    /// <summary>A feature of a tower whose embedding is chunks of the shared tables, side by side.</summary>
    /// <param name="column">The name of the column it reads in batches.</param>
    /// <param name="chunks">How many chunks, each as long as a row of a table.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of chunks is not positive.</exception>
    public UnifiedFeature Add(string column, int chunks)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunks);
        var number = (ulong)_features.Count;
        var parts = Enumerable.Range(0, chunks).Select(chunk =>
        {
            var table = _tables[_nextTable];
            _nextTable = (_nextTable + 1) % _tables.Length;
            return new IndexedFeature(column, new Hashing(table.VocabularySize, salt: (number, (ulong)chunk)), table);
        });
        _features.Add(new UnifiedFeature(column, [.. parts]));
        return _features[^1];
    }
}
