using Tandem.Tensors;

namespace Tandem;

/// <summary>−ln p of the true class; labels <c>[batch]</c> are class numbers from 0.</summary>
public sealed class SparseCategoricalCrossentropy : Loss
{
    private readonly CategoricalCrossentropy _ofOneHot;

    /// <summary>Creates the loss.</summary>
    /// <param name="fromLogits">Whether predictions are logits; see <see cref="CategoricalCrossentropy"/>.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    public SparseCategoricalCrossentropy(bool fromLogits = false, Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction) => _ofOneHot = new CategoricalCrossentropy(fromLogits, reduction: Reduction.None);

    /// <summary>One-hot rows for the class numbers.</summary>
    /// <exception cref="ArgumentException">There are fewer than two classes, not one label for each row, or a label is not the number of a class.</exception>
    protected override Tensor Align(Tensor labels, Tensor predictions)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        var (rows, classes) = (predictions.Shape[0], predictions.Shape.Columns);
        if (labels.Shape.Count != rows || predictions.Shape.Rank != 2 || classes < 2)
        {
            throw new ArgumentException(
                $"{nameof(SparseCategoricalCrossentropy)}: labels {labels.Shape} and predictions {predictions.Shape} do not fit. Give predictions [batch, classes] of two classes or more, and a class number for each row.",
                nameof(labels));
        }

        var oneHot = new float[rows * classes];
        var numbers = labels.ToArray();
        for (var row = 0; row < rows; row++)
        {
            if (!(numbers[row] >= 0 && numbers[row] < classes && float.IsInteger(numbers[row])))
            {
                throw new ArgumentException(
                    $"{nameof(SparseCategoricalCrossentropy)}: the label in row {row} is {numbers[row]}; the classes of predictions {predictions.Shape} are 0 to {classes - 1}.", nameof(labels));
            }

            oneHot[(row * classes) + (int)numbers[row]] = 1f;
        }

        return Tensor.From(oneHot, predictions.Shape, predictions.Device);
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions) => _ofOneHot.Compute(labels, predictions);
}
