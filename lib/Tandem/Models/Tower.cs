using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// One side of a two-tower model: features, side by side, through dense layers, to a row of <see cref="Dimension"/> numbers.
/// </summary>
/// <example><code>
/// var users = Tower.Of(Feature.Id("user_id", ratings["user_id"], dimension: 32));
/// var films = Tower.Of(Feature.Id("movie_title", movies["movie_title"], dimension: 32)).WithDense(32);
/// </code></example>
public sealed class Tower : Layer
{
    private readonly Feature[] _features;
    private readonly Dense[] _layers;
    private readonly ConditionalWeakTable<Table, FeatureKeys> _combinedKeys = [];
    private int[] _slots = [];

    internal Tower(Feature[] features, Dense[] layers)
    {
        _features = features;
        _layers = layers;
    }

    /// <summary>What errors call it: the columns it reads.</summary>
    public string Name => $"{string.Join("+", _features.Select(feature => feature.Column))} tower";

    /// <summary>The features it reads.</summary>
    public IReadOnlyList<Feature> Features => _features;

    /// <summary>The layers that its features go through.</summary>
    public IReadOnlyList<Dense> Layers => _layers;

    /// <summary>The length of a row it computes.</summary>
    public int Dimension => _layers.Length > 0 ? _layers[^1].Bias.Value.Shape[0] : _features.Sum(feature => feature.Dimension);

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => _features.Cast<Layer>().Concat(_layers).SelectMany(layer => layer.Parameters);

    /// <summary>A tower that puts its features side by side.</summary>
    /// <exception cref="ArgumentException">There is no feature.</exception>
    public static Tower Of(params Feature[] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Length == 0)
        {
            throw new ArgumentException("A tower needs at least one feature.", nameof(features));
        }

        return new Tower(features, []);
    }

    /// <summary>The same tower with a dense layer on top. Both share the features' embeddings.</summary>
    /// <param name="units">The length of the layer's rows.</param>
    /// <param name="activation">Applied to the layer's outputs; none by default.</param>
    /// <param name="seed">Of the layer's initial values.</param>
    public Tower WithDense(int units, Activation activation = Activation.Linear, int seed = 0) =>
        new(_features, [.. _layers, new Dense($"{Name}/dense_{_layers.Length}", Dimension, units, activation, seed)]);

    /// <summary>Embeds the rows of a batch, each distinct one once.</summary>
    /// <exception cref="ArgumentException">The batch lacks a column of the tower.</exception>
    public EmbeddedRows Embed(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (KeysOf(batch.Table) is not { } keys)
        {
            return new EmbeddedRows(Compute(batch.Table, batch.Rows, distinct: false));
        }

        var rowOf = new int[batch.Count];
        var (firstRows, distinctKeys) = Merge(batch.Rows, keys, rowOf);
        object space = _features.Length == 1 && !keys.OfOneTable ? this : keys;
        return new EmbeddedRows(Compute(batch.Table, firstRows, distinct: _features.Length == 1), rowOf, new RowIdentity(space, distinctKeys));
    }

    /// <summary>Embeds all rows of a table.</summary>
    /// <exception cref="ArgumentException">The table lacks a column of the tower.</exception>
    public EmbeddedRows Embed(Table table) => Embed(new Batch(table));

    private Tensor Compute(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var parts = new Tensor[_features.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = _features[i].Compute(table, rows, distinct);
        }

        var outputs = parts.Length == 1 ? parts[0] : Tensor.Concat(parts);
        foreach (var layer in _layers)
        {
            outputs = layer.Apply(outputs);
        }

        return outputs;
    }

    /// <summary>Finds the distinct keys of some rows, in the order of first occurrence, and for each row which of them it has.</summary>
    private (int[] FirstRows, int[] Keys) Merge(ReadOnlySpan<int> rows, FeatureKeys keys, Span<int> rowOf)
    {
        if (_slots.Length < keys.Count)
        {
            _slots = new int[keys.Count];
        }

        var (firstRows, distinct, count) = (new int[rows.Length], new int[rows.Length], 0);
        for (var i = 0; i < rows.Length; i++)
        {
            var key = keys.Keys[rows[i]];
            ref var slot = ref _slots[key];
            if (slot == 0)
            {
                (firstRows[count], distinct[count]) = (rows[i], key);
                slot = ++count;
            }

            rowOf[i] = slot - 1;
        }

        foreach (var key in distinct.AsSpan(0, count))
        {
            _slots[key] = 0;
        }

        return (firstRows[..count], distinct[..count]);
    }

    private FeatureKeys? KeysOf(Table table) => _features.Length == 1 ? _features[0].Keys(table) : CombinedKeys(table);

    private FeatureKeys? CombinedKeys(Table table)
    {
        if (_combinedKeys.TryGetValue(table, out var known))
        {
            return known;
        }

        var combined = _features[0].Keys(table);
        foreach (var feature in _features.Skip(1))
        {
            combined = combined is not null && feature.Keys(table) is { } next ? Combine(combined, next) : null;
        }

        if (combined is not null)
        {
            _combinedKeys.AddOrUpdate(table, combined);
        }

        return combined;
    }

    /// <summary>Numbers the pairs of keys that occur, in the order of first occurrence.</summary>
    private static FeatureKeys Combine(FeatureKeys left, FeatureKeys right)
    {
        var numbers = new Dictionary<(int, int), int>();
        var combined = new int[left.Keys.Length];
        for (var i = 0; i < combined.Length; i++)
        {
            var pair = (left.Keys[i], right.Keys[i]);
            if (!numbers.TryGetValue(pair, out combined[i]))
            {
                numbers.Add(pair, combined[i] = numbers.Count);
            }
        }

        return new FeatureKeys(combined, numbers.Count);
    }
}
