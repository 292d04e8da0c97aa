using Tandem.Tensors;

namespace Tandem;

/// <summary>A fully connected layer: <c>activation(x·kernel + bias)</c>, <c>[batch, inputs]</c> to <c>[batch, units]</c>.</summary>
public sealed class Dense : Layer
{
    /// <summary>A layer with a Glorot-uniform kernel and a bias of zeros, as in Keras.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="inputs">The length of an input row.</param>
    /// <param name="units">The length of an output row.</param>
    /// <param name="activation">Applied to the outputs; none by default.</param>
    /// <param name="seed">Of the kernel's initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Dense(string name, int inputs, int units, Activation activation = Activation.Linear, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        Name = name;
        Activation = activation;
        Kernel = Initializer.GlorotUniform($"{name}/kernel", inputs, units, seed);
        Bias = new Parameter($"{name}/bias", Tensor.Zeros(new Shape(units)));
    }

    /// <summary>The prefix of its parameters' names.</summary>
    public string Name { get; }

    /// <summary>Applied to the outputs.</summary>
    public Activation Activation { get; }

    /// <summary>The kernel, <c>[inputs, units]</c>.</summary>
    public Parameter Kernel { get; }

    /// <summary>The bias, <c>[units]</c>.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [Kernel, Bias];

    /// <summary>Applies the layer to rows <c>[batch, inputs]</c>.</summary>
    public Tensor Apply(Tensor rows)
    {
        var outputs = rows.MatMul(Kernel.Value) + Bias.Value;
        return Activation switch
        {
            Activation.Relu => outputs.Relu(),
            Activation.Sigmoid => outputs.Sigmoid(),
            Activation.Tanh => outputs.Tanh(),
            _ => outputs,
        };
    }
}
