using Tandem.Tensors;

namespace Tandem;

/// <summary>Changes parameters so that the loss falls. Row-sparse gradients change the rows they name.</summary>
public abstract class Optimizer
{
    /// <summary>Sets the learning rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>How far a step goes. May be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a positive number.</exception>
    public float LearningRate
    {
        get;
        set => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be a positive number.");
    }

    /// <summary>The number of steps taken.</summary>
    public int Iterations { get; private set; }

    /// <summary>Takes a step along the gradients that the backward pass left, and clears them. Parameters without one stay as they are.</summary>
    /// <exception cref="NonFiniteException">A gradient is not finite; no parameter was changed.</exception>
    public void Step(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var moving = parameters.Where(parameter => parameter.Gradient is not null).ToArray();
        foreach (var parameter in moving)
        {
            if (!parameter.Value.Device.AllFinite(parameter.Gradient!.Values))
            {
                throw new NonFiniteException($"step {Iterations + 1}: the gradient of {parameter} has a NaN or infinite value");
            }
        }

        Iterations++;
        foreach (var parameter in moving)
        {
            Update(parameter, parameter.Gradient!.Values, parameter.Gradient.Rows);
            parameter.ClearGradient();
        }
    }

    /// <summary>Changes one parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient, or that of some rows.</param>
    /// <param name="rows">The rows, distinct; <see langword="null"/> for a gradient of the whole parameter.</param>
    protected abstract void Update(Parameter parameter, Tensor gradient, Indices? rows);

    /// <summary>A tensor like the parameter, to remember something about each weight.</summary>
    protected static Tensor Slot(Parameter parameter, float value) =>
        TensorScope.Keep(Tensor.Full(parameter.Value.Shape, value, parameter.Value.Device));
}
