using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// How far predictions are from labels. A loss of one's own says what each example loses (<see cref="Losses"/>); checks, sample weights and the
/// reduction are those of all losses.
/// </summary>
public abstract class Loss
{
    /// <summary>Chooses the reduction.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    protected Loss(Reduction reduction = Reduction.SumOverBatchSize) => Reduction = reduction.Checked(nameof(reduction));

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>The loss of a batch: a scalar, or with <see cref="Reduction.None"/> one number for each example. Gradients flow to the predictions.</summary>
    /// <param name="labels">What is true, in the shape of the predictions; <c>[batch]</c> fits <c>[batch, 1]</c>.</param>
    /// <param name="predictions"><c>[batch]</c> or <c>[batch, n]</c>.</param>
    /// <param name="sampleWeights">What the losses are multiplied by: one weight for each example, 0 or more; all 1 when omitted.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, the batch is empty, or a label or weight is not a number in its range; the message says
    /// which.</exception>
    public Tensor Compute(Tensor labels, Tensor predictions, ReadOnlySpan<float> sampleWeights = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Shape.Rank is not (1 or 2) || predictions.Shape.Count == 0)
        {
            throw new ArgumentException($"{GetType().Name}: predictions are [batch] or [batch, n], none of them 0; these have shape {predictions.Shape}.", nameof(predictions));
        }

        return Reduce(Losses(Align(labels, predictions), predictions), sampleWeights);
    }

    /// <summary>
    /// What each example loses, before weights and reduction: <c>[batch]</c>, <c>[batch, 1]</c>, or <c>[lists, items]</c> for a loss over lists.
    /// </summary>
    /// <param name="labels">The labels as <see cref="Align"/> returned them.</param>
    /// <param name="predictions">The predictions, <c>[batch]</c> or <c>[batch, n]</c>.</param>
    protected abstract Tensor Losses(Tensor labels, Tensor predictions);

    /// <summary>Brings the labels to the shape of the predictions.</summary>
    /// <exception cref="ArgumentException">They do not fit.</exception>
    protected virtual Tensor Align(Tensor labels, Tensor predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        if (labels.Shape == predictions.Shape)
        {
            return labels;
        }

        if (labels.Shape.Count != predictions.Shape.Count || Width(labels.Shape) != 1 || Width(predictions.Shape) != 1)
        {
            throw new ArgumentException(
                $"{GetType().Name}: labels {labels.Shape} and predictions {predictions.Shape} do not fit. Give a label for each prediction.", nameof(labels));
        }

        var aligned = Tensor.Empty(predictions.Shape, labels.Device);
        labels.Device.Copy(labels, aligned);
        return aligned;
    }

    /// <summary>The mean of each row, <c>[batch, 1]</c>: what Keras does to a loss of several outputs.</summary>
    private protected static Tensor MeanOfRows(Tensor losses) =>
        Width(losses.Shape) == 1 ? losses : 1f / losses.Shape.Columns * losses.SumColumns();

    /// <summary>Weights and reduces.</summary>
    private protected Tensor Reduce(Tensor losses, ReadOnlySpan<float> sampleWeights)
    {
        var weighted = sampleWeights.IsEmpty ? losses : losses * Weights(losses, sampleWeights);
        return Reduction switch
        {
            Reduction.None => Width(weighted.Shape) == 1 ? weighted.Reshape(new Shape(weighted.Shape.Count)) : weighted,
            Reduction.Sum => weighted.Sum(),
            _ => weighted.Mean(),
        };
    }

    /// <summary>The weights in the shape of the losses, or as a column beside them where there is one for each row.</summary>
    private Tensor Weights(Tensor losses, ReadOnlySpan<float> sampleWeights)
    {
        var rows = losses.Shape[0];
        if (sampleWeights.Length != rows && sampleWeights.Length != losses.Shape.Count)
        {
            var needed = losses.Shape.Count == rows ? $"{rows}" : $"{rows} (one for each list) or {losses.Shape.Count} (one for each item)";
            throw new ArgumentException($"{GetType().Name}: {sampleWeights.Length} sample weights were given where {needed} are needed.", nameof(sampleWeights));
        }

        SampleWeights.Check(sampleWeights, GetType().Name);
        var shape = sampleWeights.Length == losses.Shape.Count ? losses.Shape : new Shape(rows, 1);
        return Tensor.From(sampleWeights, shape, losses.Device);
    }

    private static int Width(Shape shape) => shape.Rank == 1 ? 1 : shape.Columns;
}
