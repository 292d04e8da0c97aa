using Tandem.Tensors;

namespace Tandem;

/// <summary>−Σ yᵢ·ln pᵢ over the classes of an example; labels <c>[batch, classes]</c> are one-hot or probabilities.</summary>
public sealed class CategoricalCrossentropy : Loss
{
    private readonly bool _fromLogits;
    private readonly float _labelSmoothing;

    /// <summary>Creates the loss.</summary>
    /// <param name="fromLogits">
    /// Whether predictions are logits, p = softmax(predictions). Otherwise they are divided by the sum of their row and clipped to [1e-7, 1−1e-7], as
    /// Keras does.
    /// </param>
    /// <param name="labelSmoothing">How far labels are drawn towards the uniform distribution: y becomes y·(1−s) + s/classes.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public CategoricalCrossentropy(bool fromLogits = false, float labelSmoothing = 0f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction)
    {
        _fromLogits = fromLogits;
        _labelSmoothing = BinaryCrossentropy.CheckSmoothing(labelSmoothing);
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions)
    {
        if (predictions.Shape.Rank != 2 || predictions.Shape[1] < 2)
        {
            throw new ArgumentException(
                $"{nameof(CategoricalCrossentropy)}: predictions {predictions.Shape} have no classes to choose from. Give [batch, classes], or use BinaryCrossentropy for two classes.",
                nameof(predictions));
        }

        LabelValues.CheckProbabilities(labels, nameof(CategoricalCrossentropy));
        if (_labelSmoothing > 0)
        {
            labels = ((1 - _labelSmoothing) * labels) + Tensor.Full(default, _labelSmoothing / labels.Shape.Columns, labels.Device);
        }

        return -(LogProbabilities(predictions) * labels).SumColumns();
    }

    private Tensor LogProbabilities(Tensor predictions) => _fromLogits
        ? predictions.LogSoftmax()
        : BinaryCrossentropy.Clip(predictions / predictions.SumColumns()).Log();
}
