using Tandem.Tensors;

namespace Tandem;

/// <summary>A layer that computes rows from rows: <c>[batch, InputDimension]</c> to <c>[batch, OutputDimension]</c>.</summary>
public abstract class TensorLayer : Layer
{
    private protected TensorLayer(string name, int inputs, int outputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        Name = name;
        InputDimension = inputs;
        OutputDimension = outputs;
    }

    /// <summary>The prefix of its parameters' names.</summary>
    public string Name { get; }

    /// <summary>The length of a row that it takes.</summary>
    public int InputDimension { get; }

    /// <summary>The length of a row that it gives.</summary>
    public int OutputDimension { get; }

    /// <summary>
    /// Whether in training the output for a row depends on more than the row: on chance, as with <see cref="Dropout"/>, or on the rest of the
    /// batch, as with <see cref="BatchNormalization"/>. Equal rows must then be computed one by one, not once for all of them.
    /// </summary>
    public virtual bool DependsOnBatch => false;

    /// <summary>Applies the layer; as in training where gradients are recorded, as in use inside a <see cref="NoGradient"/>.</summary>
    /// <param name="rows">The rows, <c>[batch, InputDimension]</c>.</param>
    /// <exception cref="ArgumentException">The rows have another length.</exception>
    public Tensor Apply(Tensor rows) => Apply(rows, NoGradient.IsRecording);

    /// <summary>Applies the layer.</summary>
    /// <param name="rows">The rows, <c>[batch, InputDimension]</c>.</param>
    /// <param name="training">Whether to compute as in training; it matters to <see cref="Dropout"/> and <see cref="BatchNormalization"/> alone.</param>
    /// <exception cref="ArgumentException">The rows have another length.</exception>
    public Tensor Apply(Tensor rows, bool training)
    {
        CheckRows(rows, nameof(rows));
        return Compute(rows, training);
    }

    /// <summary>The layer's formula, on rows that have been checked.</summary>
    private protected abstract Tensor Compute(Tensor rows, bool training);

    /// <summary>Whether a tensor is rows for this layer.</summary>
    private protected void CheckRows(Tensor rows, string parameter)
    {
        ArgumentNullException.ThrowIfNull(rows, parameter);
        if (rows.Shape.Rank != 2 || rows.Shape[1] != InputDimension)
        {
            throw new ArgumentException(
                $"Layer {Name} takes rows [batch, {InputDimension}]; this tensor has shape {rows.Shape}. Make the layer with the dimension of what it is given.", parameter);
        }
    }
}
