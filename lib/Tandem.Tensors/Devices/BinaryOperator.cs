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
}
