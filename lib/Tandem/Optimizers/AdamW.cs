namespace Tandem;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), with Keras's defaults: <see cref="Adam"/>, whose weights decay by 0.004.</summary>
/// <example><code>new AdamW(0.001f) { ExcludeFromWeightDecay = ["bias", "embedding"] }</code></example>
public sealed class AdamW : Adam
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="weightDecay">The part of the weights that each step takes away, times the learning rate.</param>
    /// <param name="beta1">The decay of the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">The decay of the mean of squared gradients, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">A decay is outside its range, the epsilon negative, or the rate not positive.</exception>
    public AdamW(float learningRate = 0.001f, float weightDecay = 0.004f, double beta1 = 0.9, double beta2 = 0.999, float epsilon = 1e-7f)
        : base(learningRate, beta1, beta2, epsilon) => WeightDecay = weightDecay;
}
