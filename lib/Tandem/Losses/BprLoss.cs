using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Bayesian personalised ranking: −ln σ(s⁺ − s⁻) (Rendle et al., <i>BPR: Bayesian personalized ranking from implicit feedback</i>, UAI 2009, whose
/// regularisation is left to the optimiser). <see cref="PairwiseLoss.ComputePairs"/> takes sampled triples; over lists, items labelled 1 are the
/// positives of those labelled 0.
/// </summary>
public sealed class BprLoss : PairwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="temperature">What differences of scores are divided by.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a positive number.</exception>
    public BprLoss(float temperature = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(temperature, reduction)
    {
    }

    private protected override Tensor OfPairs(Tensor margins) => (-margins).Softplus();
}
