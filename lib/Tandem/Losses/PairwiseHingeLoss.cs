using Tandem.Tensors;

namespace Tandem;

/// <summary>max(0, 1 − (sᵢ − sⱼ)) for every pair with yᵢ &gt; yⱼ; see <see cref="PairwiseLoss"/>.</summary>
public sealed class PairwiseHingeLoss : PairwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">What differences of scores are divided by.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public PairwiseHingeLoss(float temperature = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature, reduction)
    {
    }

    private protected override Tensor OfPairs(Tensor margins) => (-margins + Tensor.Full(default, 1f, margins.Device)).Relu();
}
