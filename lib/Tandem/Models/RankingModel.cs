using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A ready-made ranking model, such as for clicks: numbers go through a bottom stack, meet the embeddings of ids in an interaction, and a top stack makes
/// one prediction of what comes out. TFRS's <c>experimental.models.Ranking</c>, with its defaults.
/// </summary>
/// <example><code>
/// var model = new RankingModel(
///     label: "clicked",
///     denseFeatures: [Feature.Number("age"), Feature.Number("price")],
///     embeddings: [Feature.Id("user_id", users["user_id"], 16), Feature.Id("item_id", items["item_id"], 16)]);
/// model.Compile(new CompositeOptimizer(
///     new ParameterGroup(new Adagrad(0.1f), model.EmbeddingLayers), new ParameterGroup(new Adam(0.001f), model.DenseLayers)));
/// </code></example>
public sealed class RankingModel : Model
{
    private static readonly int[] _bottomUnits = [256, 64];
    private static readonly int[] _topUnits = [512, 256, 1];

    private readonly string _label;
    private readonly string? _sampleWeight;
    private readonly bool _concatDense;
    private readonly Tower? _dense;
    private readonly Tower[] _embeddings;
    private readonly TensorLayer? _bottom;
    private readonly TensorLayer _interaction;
    private readonly TensorLayer _top;
    private readonly Ranking _task;

    /// <summary>Puts the model together.</summary>
    /// <param name="label">The column of labels: for the default task numbers from 0 to 1, such as clicks.</param>
    /// <param name="denseFeatures">Numbers, side by side into the bottom stack; none for a model of ids alone.</param>
    /// <param name="embeddings">Features that are embeddings already; of one dimension for <see cref="Interaction.Dot"/>.</param>
    /// <param name="interaction">How features meet; <see cref="Interaction.Dot"/>, DLRM, by default.</param>
    /// <param name="bottomStack">From the numbers to a row like an embedding; an MLP of 256, 64 and the embeddings' dimension, all relu, when omitted.</param>
    /// <param name="topStack">From what comes out of the interaction to one prediction; an MLP of 512, 256 and 1, relu and at last sigmoid, when omitted.</param>
    /// <param name="concatDense">Whether the bottom stack's row stands beside the interactions before the top stack.</param>
    /// <param name="task">Loss and metrics; binary cross-entropy, AUC, accuracy, and the means of predictions and labels when omitted.</param>
    /// <param name="sampleWeight">The column of sample weights; all 1 when omitted.</param>
    /// <param name="seed">Of the initial values of the stacks that are omitted and of the interaction.</param>
    /// <exception cref="ArgumentException">There are no embeddings, dimensions differ, or a stack does not fit; the message says which.</exception>
    public RankingModel(
        string label,
        IReadOnlyList<Feature> denseFeatures,
        IReadOnlyList<Feature> embeddings,
        Interaction interaction = Interaction.Dot,
        TensorLayer? bottomStack = null,
        TensorLayer? topStack = null,
        bool concatDense = true,
        Ranking? task = null,
        string? sampleWeight = null,
        int seed = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        ArgumentNullException.ThrowIfNull(denseFeatures);
        ArgumentNullException.ThrowIfNull(embeddings);
        if (embeddings.Count == 0)
        {
            throw new ArgumentException("A ranking model needs one embedding at least. For numbers alone, use an Mlp.", nameof(embeddings));
        }

        _label = label;
        _sampleWeight = sampleWeight;
        _embeddings = [.. embeddings.Select(feature => Tower.Of(feature))];
        if (denseFeatures.Count > 0)
        {
            _dense = Tower.Of([.. denseFeatures]);
            _bottom = Fitting(
                bottomStack ?? new Mlp("bottom", _dense.Dimension, [.. _bottomUnits, _embeddings[0].Dimension], finalActivation: Activation.Relu, seed: seed),
                _dense.Dimension,
                nameof(bottomStack));
        }
        else if (bottomStack is not null)
        {
            throw new ArgumentException("There are no numbers for the bottom stack. Leave it out, or give dense features.", nameof(bottomStack));
        }

        _concatDense = concatDense && _bottom is not null;
        _interaction = Meeting(interaction, seed);
        var inputs = _interaction.OutputDimension + (_concatDense ? _bottom!.OutputDimension : 0);
        _top = Fitting(topStack ?? new Mlp("top", inputs, _topUnits, finalActivation: Activation.Sigmoid, seed: seed), inputs, nameof(topStack));
        if (_top.OutputDimension != 1)
        {
            throw new ArgumentException($"The top stack gives rows of {_top.OutputDimension} numbers; a prediction is one. End it with 1 unit.", nameof(topStack));
        }

        _task = task ?? new Ranking(
            new BinaryCrossentropy(),
            metrics: [new Auc(name: "auc"), new BinaryAccuracy(name: "accuracy")],
            predictionMetrics: [new Mean("prediction_mean")],
            labelMetrics: [new Mean("label_mean")]);
    }

    /// <summary>The layers whose parameters are embeddings, which often want an optimiser of their own.</summary>
    public IReadOnlyList<Layer> EmbeddingLayers => _embeddings;

    /// <summary>The other layers that have parameters: the stacks, the interaction, and what the dense features may hold.</summary>
    public IReadOnlyList<Layer> DenseLayers => [.. new Layer?[] { _dense, _bottom, _interaction, _top }.OfType<Layer>()];

    /// <inheritdoc/>
    protected override bool LossIsMean => _task.Reduction == Reduction.SumOverBatchSize;

    /// <inheritdoc/>
    protected override Tensor ComputeLoss(Batch batch, bool training)
    {
        ReadOnlySpan<float> weights = _sampleWeight is null ? [] : batch.Values(_sampleWeight).ToArray();
        return _task.Loss(batch.Values(_label), ComputePrediction(batch), weights, computeMetrics: !training);
    }

    /// <summary>The predictions, <c>[batch]</c>.</summary>
    protected override Tensor ComputePrediction(Batch batch)
    {
        List<Tensor> features = [.. _embeddings.Select(tower => tower.Embed(batch).ToTensor())];
        var dense = _bottom?.Apply(_dense!.Embed(batch).ToTensor());
        if (dense is not null)
        {
            features.Add(dense);
        }

        var met = _interaction.Apply(features.Count == 1 ? features[0] : Tensor.Concat([.. features]));
        return _top.Apply(_concatDense ? Tensor.Concat(dense!, met) : met).Reshape(new Shape(batch.Count));
    }

    /// <summary>The layer in which embeddings and the bottom stack's row, in this order, meet.</summary>
    private TensorLayer Meeting(Interaction interaction, int seed)
    {
        int[] dimensions = [.. _embeddings.Select(tower => tower.Dimension), .. _bottom is null ? [] : new[] { _bottom.OutputDimension }];
        switch (interaction)
        {
            case Interaction.Cross:
                return new Cross("interaction", dimensions.Sum(), seed: seed);
            case Interaction.Dot when Array.FindIndex(dimensions, dimension => dimension != dimensions[0]) is var other and >= 0:
                var what = other < _embeddings.Length ? $"that of {_embeddings[other].Features[0].Column}" : "the bottom stack's row";
                throw new ArgumentException(
                    $"Inner products need rows of one length: the embedding of {_embeddings[0].Features[0].Column} has {dimensions[0]} numbers, {what} has {dimensions[other]}. Make them alike, or choose Interaction.Cross.");
            case Interaction.Dot:
                return new DotInteraction("interaction", dimensions.Length, dimensions[0]);
            default:
                throw new ArgumentOutOfRangeException(nameof(interaction), interaction, "Choose Dot or Cross.");
        }
    }

    private static TensorLayer Fitting(TensorLayer stack, int inputs, string parameter) => stack.InputDimension == inputs
        ? stack
        : throw new ArgumentException($"Layer {stack.Name} takes rows of {stack.InputDimension} numbers; here it is given {inputs}. Make it with inputs: {inputs}.", parameter);
}
