using Tandem.Tensors;

namespace Tandem;

/// <summary>Changes parameters so that the loss falls. Row-sparse gradients stay row-sparse.</summary>
[TypeFormatterSource(typeof(TextFormatterSource))]
public abstract class Optimizer
{
    /// <summary>The number of steps taken.</summary>
    public int Iterations { get; private protected set; }

    /// <summary>What this optimiser was built with, by name: two with equal settings take the same steps.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>
    /// What it remembers: the number of steps, the learning rates and the tensors it keeps for each parameter, not copied. Given to <see cref="Restore"/> of
    /// an optimiser with the same <see cref="Settings"/>, training goes on bit by bit as if it had not been interrupted.
    /// </summary>
    public abstract OptimizerState State { get; }

    /// <summary>Takes a step along the gradients that the backward pass left, and clears them. Parameters without one stay as they are.</summary>
    /// <exception cref="NonFiniteException">A gradient is not finite; no parameter was changed.</exception>
    public void Step(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var all = parameters as IReadOnlyList<Parameter> ?? [.. parameters];
        CheckFinite(all);
        Apply(all);
        foreach (var parameter in all)
        {
            parameter.ClearGradient();
        }
    }

    /// <summary>Goes on from a state: copies its tensors, takes over its number of steps and learning rates, and forgets everything else.</summary>
    /// <param name="state">The state, with its slots belonging to the parameters that will be trained.</param>
    /// <exception cref="ArgumentException">The state is not one of an optimiser of this kind; the message names the parameter and slot. Nothing was changed.</exception>
    public abstract void Restore(OptimizerState state);

    /// <summary>The settings, as in <c>Adagrad(learning rate 0.1, initial accumulator 0.1, epsilon 1E-07)</c>.</summary>
    public override string ToString() => $"{GetType().Name}({string.Join(", ", Settings.Select(setting => $"{setting.Key} {setting.Value}"))})";

    /// <summary>Takes a step with the parameters that have a gradient. All gradients are finite.</summary>
    protected internal abstract void Apply(IReadOnlyList<Parameter> parameters);

    /// <summary>The tensors that it keeps for a parameter, and what they start from.</summary>
    internal abstract IReadOnlyList<SlotLayout> SlotLayouts(Parameter parameter);

    private void CheckFinite(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter is { Gradient: { } gradient, Value.Device.RunsAhead: false } && !parameter.Value.Device.AllFinite(gradient.Values))
            {
                throw new NonFiniteException($"step {Iterations + 1}: the gradient of {parameter} has a NaN or infinite value");
            }
        }
    }
}
