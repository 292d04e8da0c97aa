namespace Tandem.Tensors;

/// <summary>The arguments of <see cref="IDevice.ImplicitLeastSquares"/> in memory.</summary>
internal readonly unsafe struct LeastSquaresArguments
{
    /// <summary><c>[d, d]</c>.</summary>
    public required float* Gram { get; init; }

    /// <summary><c>[count, d]</c>.</summary>
    public required float* Table { get; init; }

    /// <summary><c>[m + 1]</c>.</summary>
    public required int* Offsets { get; init; }

    /// <summary>Rows of the table.</summary>
    public required int* Rows { get; init; }

    /// <summary>A weight for each of them.</summary>
    public required float* Weights { get; init; }

    /// <summary><c>[m, d]</c>.</summary>
    public required float* Solution { get; init; }

    /// <summary>d.</summary>
    public required int Dimension { get; init; }

    /// <summary>Conjugate-gradient steps.</summary>
    public required int Steps { get; init; }
}
