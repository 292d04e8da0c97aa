using Tandem.Tensors;

namespace Tandem;

/// <summary>Applies an <see cref="Activation"/>.</summary>
internal static class Activations
{
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.Relu(),
        Activation.Sigmoid => x.Sigmoid(),
        Activation.Tanh => x.Tanh(),
        Activation.Elu => x.Elu(),
        Activation.Selu => x.Selu(),
        Activation.Gelu => x.Gelu(),
        Activation.Softplus => x.Softplus(),
        Activation.Softsign => x.Softsign(),
        Activation.HardSigmoid => x.HardSigmoid(),
        Activation.Swish => x.Swish(),
        Activation.Mish => x * x.Softplus().Tanh(),
        Activation.Exponential => x.Exp(),
        Activation.Softmax => x.Softmax(),
        _ => x,
    };
}
