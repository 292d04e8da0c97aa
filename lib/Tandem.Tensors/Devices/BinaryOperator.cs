namespace Tandem.Tensors;

/// <summary>An elementwise operation on two tensors.</summary>
public enum BinaryOperator
{
    /// <summary>a + b</summary>
    Add,

    /// <summary>a − b</summary>
    Subtract,

    /// <summary>a · b</summary>
    Multiply,

    /// <summary>a / b</summary>
    Divide,

    /// <summary>The smaller of a and b. Where either is NaN, b or NaN.</summary>
    Minimum,

    /// <summary>The larger of a and b. Where either is NaN, b or NaN.</summary>
    Maximum,
}
