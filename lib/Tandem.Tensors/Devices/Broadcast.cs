namespace Tandem.Tensors;

/// <summary>How the second operand of an elementwise operation on <c>[m, n]</c> is repeated.</summary>
public enum Broadcast
{
    /// <summary>It has the first operand's shape.</summary>
    None,

    /// <summary>A vector <c>[n]</c>, the same for every row, as a bias is.</summary>
    Row,

    /// <summary>A column <c>[m, 1]</c>, the same for every column, as a row's weight is.</summary>
    Column,

    /// <summary>One element, the same everywhere.</summary>
    Scalar,
}
