using Tandem.Tensors;

namespace Tandem;

/// <summary>−y·ln p − (1−y)·ln(1−p) for labels y from 0 to 1, the mean over the outputs of an example.</summary>
public sealed class BinaryCrossentropy : Loss
{
    /// <summary>Keras's ε: probabilities are clipped to [ε, 1−ε], and ε is added before the logarithm.</summary>
    internal const float Epsilon = 1e-7f;

    private readonly bool _fromLogits;
    private readonly float _labelSmoothing;

    /// <summary>Creates the loss.</summary>
    /// <param name="fromLogits">
    /// Whether predictions are logits, p = σ(prediction): exact for logits of any size. Otherwise they are probabilities, clipped as Keras clips
    /// them, so that one beyond the clip has no gradient.
    /// </param>
    /// <param name="labelSmoothing">How far labels are drawn towards ½: y becomes y·(1−s) + s/2.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    public BinaryCrossentropy(bool fromLogits = false, float labelSmoothing = 0f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction)
    {
        _fromLogits = fromLogits;
        _labelSmoothing = CheckSmoothing(labelSmoothing);
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions)
    {
        LabelValues.CheckProbabilities(labels, nameof(BinaryCrossentropy));
        if (_labelSmoothing > 0)
        {
            labels = ((1 - _labelSmoothing) * labels) + Tensor.Full(default, _labelSmoothing / 2, labels.Device);
        }

        return MeanOfRows(_fromLogits ? OfLogits(labels, predictions) : OfProbabilities(labels, predictions));
    }

    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not from 0 to 1.</exception>
    internal static float CheckSmoothing(float labelSmoothing) => labelSmoothing is >= 0 and <= 1
        ? labelSmoothing
        : throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Labels are smoothed by a share from 0 to 1.");

    /// <summary>p clipped to [ε, 1−ε]: p itself, bit for bit, where it lies within.</summary>
    internal static Tensor Clip(Tensor p)
    {
        var below = (-p + Tensor.Full(default, Epsilon, p.Device)).Relu();
        var above = (p - Tensor.Full(default, 1f - Epsilon, p.Device)).Relu();
        return p + below - above;
    }

    /// <summary>y·ln(1 + e⁻ˣ) + (1−y)·ln(1 + eˣ): no cancellation for large logits, no kink at 0.</summary>
    private static Tensor OfLogits(Tensor labels, Tensor logits) =>
        (labels * (-logits).Softplus()) + (Complement(labels) * logits.Softplus());

    private static Tensor OfProbabilities(Tensor labels, Tensor predictions)
    {
        var p = Clip(predictions);
        var epsilon = Tensor.Full(default, Epsilon, p.Device);
        return -(labels * (p + epsilon).Log()) - (Complement(labels) * (Complement(p) + epsilon).Log());
    }

    private static Tensor Complement(Tensor x) => -x + Tensor.Full(default, 1f, x.Device);
}
