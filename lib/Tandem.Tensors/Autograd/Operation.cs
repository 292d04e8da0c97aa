namespace Tandem.Tensors;

/// <summary>
/// A recorded computation: what it was computed from and how the gradient of its result flows back. One operation, or one
/// family, is one type in the folder Operations.
/// </summary>
internal abstract class Operation
{
    private static long _recorded;

    protected Operation(params Tensor[] inputs)
    {
        Inputs = inputs;
        Order = Interlocked.Increment(ref _recorded);
    }

    /// <summary>The tensors that the result depends on.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>Grows in the order of recording, which is a topological order of any graph.</summary>
    public long Order { get; }

    /// <summary>
    /// The gradient with respect to each input that requires one (others may stay <see langword="null"/>), given that of the result.
    /// A row-sparse gradient goes straight to its leaf through <see cref="Tape.AddRows"/>.
    /// </summary>
    public abstract void Backward(Tensor upstream, Span<Tensor?> gradients);

    /// <summary>Attaches this operation to its result, if a gradient can flow through it.</summary>
    protected Tensor Record(Tensor result)
    {
        if (NeedsGradient(Inputs))
        {
            result.RequiresGradient = true;
            result.Source = this;
        }

        return result;
    }

    /// <summary>The device that all arguments of an operation live on.</summary>
    /// <exception cref="ArgumentException">They live on different ones.</exception>
    protected static IDevice DeviceOf(params ReadOnlySpan<Tensor> inputs)
    {
        var device = inputs[0].Device;
        foreach (var input in inputs)
        {
            if (input.Device != device)
            {
                throw new ArgumentException($"The tensors live on different devices, {device.Name} and {input.Device.Name}. Copy one to the other's device first.");
            }
        }

        return device;
    }

    /// <summary>Whether a gradient can flow back to one of the inputs.</summary>
    protected static bool NeedsGradient(params ReadOnlySpan<Tensor> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.RequiresGradient)
            {
                return NoGradient.IsRecording;
            }
        }

        return false;
    }
}
