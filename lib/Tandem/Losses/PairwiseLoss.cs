using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A loss over the pairs of a list of which one item is graded higher than the other: item i loses Σⱼ [yᵢ &gt; yⱼ]·f((sᵢ − sⱼ) / temperature), as in keras-rs.
/// Each item's loss counts as one: the mean is over all items of the batch.
/// </summary>
public abstract class PairwiseLoss : ListLoss
{
    private protected PairwiseLoss(float temperature, Reduction reduction)
        : base(temperature, reduction)
    {
    }

    /// <summary>
    /// The loss of positives against negatives of their own, each pair of the two counting as one: what implicit feedback gives, a candidate
    /// that was chosen and some that were not.
    /// </summary>
    /// <param name="positives">The scores of the positives, <c>[batch]</c> or <c>[batch, 1]</c>.</param>
    /// <param name="negatives">The scores of the negatives, <c>[batch]</c> or <c>[batch, n]</c>.</param>
    /// <param name="sampleWeights">One for each row, or for each pair; all 1 when omitted.</param>
    /// <returns>A scalar; with <see cref="Reduction.None"/>, <c>[batch, n]</c> (<c>[batch]</c> for one negative each).</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the batch is empty, or a weight is negative or not finite.</exception>
    public Tensor ComputePairs(Tensor positives, Tensor negatives, ReadOnlySpan<float> sampleWeights = default) =>
        Reduce(OfPairs(Tempered(PairMargins.Of(positives, negatives, GetType().Name))), sampleWeights);

    /// <summary>f, elementwise.</summary>
    /// <param name="margins">By how much the higher graded item of each pair scores higher, divided by the temperature.</param>
    private protected abstract Tensor OfPairs(Tensor margins);

    private protected override Tensor ListLosses(float[] grades, Tensor scores)
    {
        var counts = ForPairs(grades, scores, (grade, other) => grade > other ? 1f : 0f);
        return (OfPairs(Differences(Tempered(scores))) * counts).SumColumns().Reshape(scores.Shape);
    }
}
