using Tandem.Tensors;

namespace Tandem;

/// <summary>A fully connected layer: <c>activation(x·kernel + bias)</c>, <c>[batch, inputs]</c> to <c>[batch, units]</c>.</summary>
public sealed class Dense : TensorLayer
{
    /// <summary>A layer with a Glorot-uniform kernel and a bias of zeros, as in Keras, unless told otherwise.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="inputs">The length of an input row.</param>
    /// <param name="units">The length of an output row.</param>
    /// <param name="activation">Applied to the outputs; none by default.</param>
    /// <param name="useBias">Whether there is a bias.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <param name="kernelInitializer">The kernel's initial values; <see cref="Initializer.GlorotUniform"/> when omitted.</param>
    /// <param name="biasInitializer">The bias's initial values; zeros when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or there is no such activation.</exception>
    public Dense(
        string name,
        int inputs,
        int units,
        Activation activation = Activation.Linear,
        bool useBias = true,
        int seed = 0,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null)
        : base(name, inputs, units)
    {
        Activation = activation.Checked(nameof(activation));
        Kernel = (kernelInitializer ?? Initializer.GlorotUniform).Create($"{name}/kernel", new Shape(inputs, units), seed);
        Bias = useBias ? (biasInitializer ?? Initializer.Zeros).Create($"{name}/bias", new Shape(units), seed) : null;
    }

    /// <summary>What is applied to the outputs.</summary>
    public Activation Activation { get; }

    /// <summary>The kernel, <c>[inputs, units]</c>.</summary>
    public Parameter Kernel { get; }

    /// <summary>The bias, <c>[units]</c>; <see langword="null"/> for a layer without one.</summary>
    public Parameter? Bias { get; }

    /// <summary>Whether <see cref="Fused"/> is all of the layer.</summary>
    internal bool IsFused => Activation is Activation.Linear or Activation.Relu;

    /// <summary>The product, the bias, and the activation if it is relu.</summary>
    internal DenseLayer Fused => new(Kernel.Value, Bias?.Value, Activation == Activation.Relu);

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => Bias is null ? [Kernel] : [Kernel, Bias];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        var outputs = rows.DenseLayers(Fused);
        return IsFused ? outputs : Activation.Apply(outputs);
    }
}
