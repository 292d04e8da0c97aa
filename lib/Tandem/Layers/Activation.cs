namespace Tandem;

/// <summary>The function a layer applies to its outputs: those of Keras, under its names.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    Linear,

    /// <summary>max(x, 0)</summary>
    Relu,

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x where positive, else eˣ − 1.</summary>
    Elu,

    /// <summary>1.0507 · (x where positive, else 1.6733 · (eˣ − 1)).</summary>
    Selu,

    /// <summary>x · Φ(x), Φ the distribution function of the standard normal.</summary>
    Gelu,

    /// <summary>log(1 + eˣ)</summary>
    Softplus,

    /// <summary>x / (1 + |x|)</summary>
    Softsign,

    /// <summary>0.2·x + 0.5, held between 0 and 1, as in Keras 2; Keras 3 has x/6 + 0.5.</summary>
    HardSigmoid,

    /// <summary>x / (1 + e⁻ˣ), also called SiLU.</summary>
    Swish,

    /// <summary>x · tanh(log(1 + eˣ))</summary>
    Mish,

    /// <summary>eˣ</summary>
    Exponential,

    /// <summary>eˣ / Σ eˣ over the columns of each row.</summary>
    Softmax,
}
