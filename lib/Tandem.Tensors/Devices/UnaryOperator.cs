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
}
