using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// The ranking task: how far predictions, such as ratings or clicks, are from labels. A model may hold several; weigh their losses as you like, their
/// metrics know nothing of it.
/// </summary>
/// <example><code>
/// class RatingModel(Tower users, Tower movies, Mlp rating) : Model
/// {
///     private readonly Ranking _task = new(new MeanSquaredError(), [new RootMeanSquaredError()]);
///
///     protected override Tensor ComputeLoss(Batch batch, bool training) =>
///         _task.Loss(batch.Values("rating"), ComputePrediction(batch), computeMetrics: !training);
///
///     protected override Tensor ComputePrediction(Batch batch) =>
///         rating.Apply(Tensor.Concat(users.Embed(batch).ToTensor(), movies.Embed(batch).ToTensor()));
/// }
/// </code></example>
public sealed class Ranking : TaskLayer
{
    private readonly Loss _loss;
    private readonly PredictionMetric[] _metrics;
    private readonly Mean[] _predictionMetrics;
    private readonly Mean[] _labelMetrics;
    private readonly Mean[] _lossMetrics;
    private readonly Metric[] _reported;

    /// <summary>Creates the task.</summary>
    /// <param name="loss">The loss; <see cref="BinaryCrossentropy"/> of probabilities, the mean over a batch, when omitted.</param>
    /// <param name="metrics">Measure predictions against labels.</param>
    /// <param name="predictionMetrics">Summarise the predictions.</param>
    /// <param name="labelMetrics">Summarise the labels.</param>
    /// <param name="lossMetrics">Summarise the losses of the batches, each counting as one.</param>
    /// <param name="name">Put before the names of the metrics, as in <c>rating/root_mean_squared_error</c>, to tell the tasks of a model apart;
    /// nothing when omitted.</param>
    /// <exception cref="ArgumentException">The loss does not reduce to one number, two metrics have one name, or the task's is empty.</exception>
    public Ranking(
        Loss? loss = null,
        IEnumerable<PredictionMetric>? metrics = null,
        IEnumerable<Mean>? predictionMetrics = null,
        IEnumerable<Mean>? labelMetrics = null,
        IEnumerable<Mean>? lossMetrics = null,
        string? name = null)
        : base(name)
    {
        _loss = loss ?? new BinaryCrossentropy();
        TaskParts.CheckReduction(_loss);
        _metrics = [.. metrics ?? []];
        _predictionMetrics = [.. predictionMetrics ?? []];
        _labelMetrics = [.. labelMetrics ?? []];
        _lossMetrics = [.. lossMetrics ?? []];
        _reported = TaskParts.Reported(name, [.. _metrics, .. _predictionMetrics, .. _labelMetrics, .. _lossMetrics]);
    }

    /// <inheritdoc/>
    public override Reduction Reduction => _loss.Reduction;

    /// <inheritdoc/>
    public override IEnumerable<Metric> Metrics => _reported;

    /// <summary>The loss of a batch, a scalar.</summary>
    /// <param name="labels">What is true: <c>[batch]</c>, <c>[batch, 1]</c>, or what the loss and the metrics want.</param>
    /// <param name="predictions">The model's predictions: <c>[batch, 1]</c>, or what the loss and the metrics want.</param>
    /// <param name="sampleWeights">The examples' weights in loss and metrics; all 1 when omitted.</param>
    /// <param name="computeMetrics">Whether to update the metrics, for which labels and predictions are copied to the host, once.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or a label, weight or prediction is not a number in its range.</exception>
    public Tensor Loss(Tensor labels, Tensor predictions, ReadOnlySpan<float> sampleWeights = default, bool computeMetrics = false)
    {
        var loss = _loss.Compute(labels, predictions, sampleWeights);
        Record(loss, predictions.Shape[0]);
        if (computeMetrics)
        {
            Measure(labels, predictions, sampleWeights, loss);
        }

        return loss;
    }

    private void Measure(Tensor labels, Tensor predictions, ReadOnlySpan<float> sampleWeights, Tensor loss)
    {
        if (_metrics.Length + _predictionMetrics.Length + _labelMetrics.Length > 0)
        {
            var batch = new PredictionBatch(labels, predictions, sampleWeights);
            foreach (var metric in _metrics)
            {
                metric.Update(batch);
            }

            foreach (var mean in _predictionMetrics)
            {
                mean.Update(batch.Predictions, batch.SampleWeights);
            }

            foreach (var mean in _labelMetrics)
            {
                mean.Update(batch.Labels, batch.LabelWeights);
            }
        }

        foreach (var mean in _lossMetrics)
        {
            mean.Update(loss.Item());
        }
    }
}
