using Tandem.Tensors;

namespace Tandem;

/// <summary>ln(1 + e^−(sᵢ − sⱼ)) for every pair with yᵢ &gt; yⱼ, as in RankNet (Burges et al., ICML 2005); see <see cref="PairwiseLoss"/>.</summary>
public sealed class PairwiseLogisticLoss : PairwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">What differences of scores are divided by.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public PairwiseLogisticLoss(float temperature = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature, reduction)
    {
    }

    private protected override Tensor OfPairs(Tensor margins) => (-margins).Softplus();
}
