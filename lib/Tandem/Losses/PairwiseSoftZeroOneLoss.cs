using Tandem.Tensors;

namespace Tandem;

/// <summary>1 − σ(sᵢ − sⱼ) for every pair with yᵢ &gt; yⱼ: a smooth count of the pairs in the wrong order; see <see cref="PairwiseLoss"/>.</summary>
public sealed class PairwiseSoftZeroOneLoss : PairwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">What differences of scores are divided by.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public PairwiseSoftZeroOneLoss(float temperature = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature, reduction)
    {
    }

    private protected override Tensor OfPairs(Tensor margins) => (-margins).Sigmoid();
}
