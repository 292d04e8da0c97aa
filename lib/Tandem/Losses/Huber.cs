using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// e²/2 for an error |e| ≤ δ and δ|e| − δ²/2 beyond, the mean over the outputs of an example: outliers pull no harder than δ (Huber,
/// <i>Robust estimation of a location parameter</i>, Ann. Math. Statist. 1964).
/// </summary>
public sealed class Huber : Loss
{
    private readonly float _delta;

    /// <summary>Creates the loss.</summary>
    /// <param name="delta">Where the square turns into a line.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not a positive number.</exception>
    public Huber(float delta = 1f, Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction)
    {
        _delta = delta > 0 && float.IsFinite(delta)
            ? delta
            : throw new ArgumentOutOfRangeException(nameof(delta), delta, "The error at which the square turns into a line must be a positive number.");
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions)
    {
        LabelValues.CheckFinite(labels, nameof(Huber));
        var error = (predictions - labels).Abs();

        // What exceeds δ is linear; the rest, min(|e|, δ), is squared.
        var excess = (error - Tensor.Full(default, _delta, error.Device)).Relu();
        return MeanOfRows((0.5f * (error - excess).Square()) + (_delta * excess));
    }
}
