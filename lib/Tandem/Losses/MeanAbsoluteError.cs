using Tandem.Tensors;

namespace Tandem;

/// <summary>|label − prediction|, the mean over the outputs of an example. Its gradient where they are equal is 0.</summary>
public sealed class MeanAbsoluteError : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    public MeanAbsoluteError(Reduction reduction = Reduction.SumOverBatchSize)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Losses(Tensor labels, Tensor predictions)
    {
        LabelValues.CheckFinite(labels, nameof(MeanAbsoluteError));
        return MeanOfRows((predictions - labels).Abs());
    }
}
