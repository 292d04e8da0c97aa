using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Divides each row by its length, <c>x / √max(Σ x², 10⁻¹²)</c> as Keras does: the inner product of two such rows is their cosine. A row of zeros
/// stays one.
/// </summary>
public sealed class UnitNormalization : TensorLayer
{
    /// <summary>The square of the shortest length that is divided by.</summary>
    private const float Least = 1e-12f;

    private readonly Tensor _least = TensorScope.Keep(Tensor.From(Least));

    /// <summary>A layer without parameters.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="inputs">The length of a row, in numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public UnitNormalization(string name, int inputs)
        : base(name, inputs, inputs)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        var squares = (rows.Square().SumColumns() - _least).Relu() + _least;
        return rows / squares.Sqrt();
    }
}
