using Tandem.Tensors;

namespace Tandem;

/// <summary>A task of a model: it computes a loss to train on. A model of several tasks reports the loss of each.</summary>
public abstract class TaskLayer : Layer
{
    /// <summary>Creates a task.</summary>
    /// <param name="name">What its loss and metrics are reported under, as in <c>rating/loss</c>; the model's field when omitted.</param>
    protected TaskLayer(string? name) => Name = name;

    /// <summary>What its loss and metrics are reported under; <see langword="null"/> when it was given no name.</summary>
    public string? Name { get; }

    /// <summary>How the losses of a batch's rows become the task's.</summary>
    public abstract Reduction Reduction { get; }

    /// <summary>Gathers the losses that the task computes; <see langword="null"/> while nobody asks.</summary>
    internal MeanLoss? Recorded { get; set; }

    /// <summary>Takes note of a loss, where somebody asks for it.</summary>
    /// <param name="loss">The loss of a batch, a scalar, reduced as <see cref="Reduction"/> says.</param>
    /// <param name="rows">How many rows it is of.</param>
    protected void Record(Tensor loss, int rows)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Recorded?.Add(Reduction == Reduction.Sum ? loss.Item() : (double)loss.Item() * rows, rows);
    }
}
