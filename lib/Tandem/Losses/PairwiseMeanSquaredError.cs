using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// ((yᵢ − yⱼ) − (sᵢ − sⱼ))² for every ordered pair of different items of a list, summed for each item i, as in keras-rs. Each item's loss counts as
/// one: the mean is over all items of the batch.
/// </summary>
public sealed class PairwiseMeanSquaredError : ListLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    public PairwiseMeanSquaredError(Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature: 1f, reduction)
    {
    }

    private protected override Tensor ListLosses(float[] grades, Tensor scores)
    {
        var errors = Differences(scores) - ForPairs(grades, scores, (grade, other) => grade - other);
        return (errors.Square() * ForPairs(grades, scores, (_, _) => 1f)).SumColumns().Reshape(scores.Shape);
    }
}
