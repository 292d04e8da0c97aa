using Tandem.Tensors;

namespace Tandem;

/// <summary>(label − prediction)², the mean over the outputs of an example.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    public MeanSquaredError(Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions)
    {
        LabelValues.CheckFinite(labels, nameof(MeanSquaredError));
        return MeanOfRows((predictions - labels).Square());
    }
}
