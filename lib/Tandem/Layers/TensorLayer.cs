using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A layer that computes rows from rows: <c>[batch, InputDimension]</c> to <c>[batch, OutputDimension]</c>. Derive from it for layers of your own; a
/// <see cref="Tower"/> takes them like any other.
/// </summary>
public abstract class TensorLayer : Layer
{
    /// <summary>A layer with the given sizes.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="inputs">The length of a row that it takes.</param>
    /// <param name="outputs">The length of a row that it gives.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    protected TensorLayer(string name, int inputs, int outputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
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
    /// <param name="rows">The rows, <c>[batch, InputDimension]</c>.</param>
    /// <param name="training">Whether to compute as in training.</param>
    /// <returns>Rows, <c>[batch, OutputDimension]</c>.</returns>
    protected abstract Tensor Compute(Tensor rows, bool training);

    /// <summary>Refuses a tensor that is no rows for this layer.</summary>
    /// <param name="rows">What the layer is given.</param>
    /// <param name="parameter">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It is no matrix, or its rows have another length.</exception>
    protected void CheckRows(Tensor rows, string parameter) => CheckRows(rows, Name, InputDimension, parameter);

    /// <summary>Refuses a tensor that is no rows for a layer.</summary>
    internal static void CheckRows(Tensor rows, string layer, int dimension, string parameter)
    {
        ArgumentNullException.ThrowIfNull(rows, parameter);
        if (rows.Shape.Rank != 2 || rows.Shape[1] != dimension)
        {
            throw new ArgumentException(
                $"Layer {layer} takes rows [batch, {dimension}]; this tensor has shape {rows.Shape}. Make the layer with the dimension of what it is given.", parameter);
        }
    }
}
