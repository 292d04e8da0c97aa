namespace Tandem.Tensors;

/// <summary>An elementwise function of one tensor.</summary>
public enum UnaryOperator
{
    /// <summary>max(x, 0); its gradient at 0 is 0.</summary>
    Relu,

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>eˣ</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>√x</summary>
    Sqrt,

    /// <summary>x²</summary>
    Square,

    /// <summary>|x|; its gradient at 0 is 0.</summary>
    Abs,

    /// <summary>x where positive, else eˣ − 1 (Clevert, Unterthiner and Hochreiter, ICLR 2016).</summary>
    Elu,

    /// <summary>1.0507 · (x where positive, else 1.6733 · (eˣ − 1)) (Klambauer et al., <i>Self-normalizing neural networks</i>, NeurIPS 2017).</summary>
    Selu,

    /// <summary>x · Φ(x), Φ the distribution function of the standard normal; the exact one, not its approximation by a tanh (Hendrycks and Gimpel, 2016).</summary>
    Gelu,

    /// <summary>log(1 + eˣ)</summary>
    Softplus,

    /// <summary>x / (1 + |x|)</summary>
    Softsign,

    /// <summary>0.2·x + 0.5, held between 0 and 1.</summary>
    HardSigmoid,

    /// <summary>x / (1 + e⁻ˣ), also called SiLU.</summary>
    Swish,
}
