using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// One side of a two-tower model: features, side by side, through layers, to a row of <see cref="Dimension"/> numbers.
/// </summary>
/// <remarks>
/// Many threads may embed with a tower at once. Training changes its weights: embed when no training of it runs, or expect rows that mix two steps.
/// </remarks>
/// <example><code>
/// var users = Tower.Of(Feature.Id("user_id", ratings["user_id"], dimension: 32));
/// var films = Tower.Of(Feature.Id("movie_title", movies["movie_title"], dimension: 32)).WithDense(32);
/// </code></example>
public sealed class Tower : Layer
{
    private readonly Feature[] _features;
    private readonly TensorLayer[] _layers;
    private readonly ConditionalWeakTable<Table, FeatureKeys> _combinedKeys = [];
    private readonly DistinctKeyRows _distinct = new();

    internal Tower(Feature[] features, TensorLayer[] layers)
    {
        _features = features;
        _layers = layers;
    }

    /// <summary>What errors call it: the columns it reads.</summary>
    public string Name => $"{string.Join("+", _features.Select(feature => feature.Column))} tower";

    /// <summary>The features it reads.</summary>
    public IReadOnlyList<Feature> Features => _features;

    /// <summary>The length of a row it computes.</summary>
    public int Dimension => _layers.Length > 0 ? _layers[^1].OutputDimension : _features.Sum(feature => feature.Dimension);

    /// <summary>The layers that the features go through, first to last.</summary>
    public IReadOnlyList<TensorLayer> Layers => _layers;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => Parts.SelectMany(layer => layer.Parameters);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> Buffers => Parts.SelectMany(layer => layer.Buffers);

    private IEnumerable<Layer> Parts => _features.Cast<Layer>().Concat(_layers);

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

    /// <summary>The same tower with a layer on top. Both share the features' embeddings and the layers below.</summary>
    /// <param name="layer">A layer that takes rows of <see cref="Dimension"/> numbers.</param>
    /// <exception cref="ArgumentException">The layer takes rows of another length.</exception>
    public Tower With(TensorLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.InputDimension != Dimension)
        {
            throw new ArgumentException(
                $"{Name}: layer {layer.Name} takes rows of {layer.InputDimension} numbers, but the tower's have {Dimension}. Make the layer with inputs: {Dimension}.", nameof(layer));
        }

        return new Tower(_features, [.. _layers, layer]);
    }

    /// <summary>The same tower with a <see cref="Dense"/> layer on top.</summary>
    /// <param name="units">The length of the layer's rows.</param>
    /// <param name="activation">Applied to the layer's outputs; none by default.</param>
    /// <param name="seed">Of the layer's initial values.</param>
    public Tower WithDense(int units, Activation activation = Activation.Linear, int seed = 0) =>
        With(new Dense(LayerName("dense"), Dimension, units, activation, seed: seed));

    /// <summary>The same tower with an <see cref="Mlp"/> on top: relu between its layers, nothing after the last.</summary>
    /// <param name="units">The lengths of its layers' rows.</param>
    public Tower WithMlp(params int[] units) => With(new Mlp(LayerName("mlp"), Dimension, units));

    /// <summary>The same tower with <see cref="Cross"/> layers on top, each crossing with what goes into the first.</summary>
    /// <param name="layers">The number of layers.</param>
    /// <param name="projectionDimension">The rank of their matrices; full matrices when omitted.</param>
    /// <param name="seed">Of the layers' initial values.</param>
    public Tower WithCross(int layers = 1, int? projectionDimension = null, int seed = 0) =>
        With(new MultiLayerDcn(LayerName("cross"), Dimension, projectionDimension, layers, seed: seed));

    /// <summary>The same tower with a <see cref="Dropout"/> on top.</summary>
    /// <param name="rate">The probability that an element is dropped in training.</param>
    /// <param name="seed">Of the choice of elements.</param>
    public Tower WithDropout(float rate, int seed = 0) => With(new Dropout(LayerName("dropout"), Dimension, rate, seed));

    /// <summary>The same tower with rows of length 1 (<see cref="UnitNormalization"/>): inner products of two such towers are cosines.</summary>
    public Tower WithUnitNormalization() => With(new UnitNormalization(LayerName("unit"), Dimension));

    /// <summary>Embeds the rows of a batch, each distinct one once.</summary>
    /// <exception cref="ArgumentException">The batch lacks a column of the tower.</exception>
    public EmbeddedRows Embed(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (KeysOf(batch.Table) is not { } keys)
        {
            return new EmbeddedRows(Through(_layers, Inputs(batch.Table, batch.Rows, distinct: false)));
        }

        var rowOf = new int[batch.Count];
        var (firstRows, distinctKeys) = _distinct.Find(batch.Rows, keys, rowOf);
        object space = _features.Length == 1 && !keys.OfOneTable ? this : keys;
        var alone = LayersOnDistinctRows();
        var outputs = Through(_layers.AsSpan(0, alone), Inputs(batch.Table, firstRows, distinct: _features.Length == 1));
        var embedded = new EmbeddedRows(outputs, rowOf, new RowIdentity(space, distinctKeys));
        return alone == _layers.Length ? embedded : new EmbeddedRows(Through(_layers.AsSpan(alone), embedded.ToTensor()));
    }

    /// <summary>Embeds all rows of a table.</summary>
    /// <exception cref="ArgumentException">The table lacks a column of the tower.</exception>
    public EmbeddedRows Embed(Table table) => Embed(new Batch(table));

    /// <summary>
    /// How many of the layers may compute each distinct row once. In training a layer that depends on chance or on the rest of the batch, and
    /// all after it, see every row of the batch, as they would without merging.
    /// </summary>
    private int LayersOnDistinctRows()
    {
        var first = NoGradient.IsRecording ? Array.FindIndex(_layers, layer => layer.DependsOnBatch) : -1;
        return first < 0 ? _layers.Length : first;
    }

    /// <summary>The features side by side.</summary>
    private Tensor Inputs(Table table, ReadOnlySpan<int> rows, bool distinct)
    {
        var parts = new Tensor[_features.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = _features[i].Compute(table, rows, distinct);
        }

        return parts.Length == 1 ? parts[0] : Tensor.Concat(parts);
    }

    private static Tensor Through(ReadOnlySpan<TensorLayer> layers, Tensor rows)
    {
        foreach (var layer in layers)
        {
            rows = layer.Apply(rows);
        }

        return rows;
    }

    private string LayerName(string kind) => $"{Name}/{kind}_{_layers.Length}";

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

        return combined is null ? null : _combinedKeys.GetOrAdd(table, combined);
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
