using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// A cross layer of the deep and cross network: <c>x₀ ⊙ (preactivation(x·W + b) + diagonalScale·x) + x</c>, where W is a full matrix or a
/// product U·V of low rank (Wang et al., <i>DCN V2</i>, WWW 2021, equations 1 and 2).
/// </summary>
public sealed class Cross : TensorLayer
{
    private readonly Dense? _projection;
    private readonly Dense _product;

    /// <summary>A layer whose kernels start from a truncated normal with deviation 0.05 and whose bias from zeros, as in TFRS.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="inputs">The length of a row, of input and output alike.</param>
    /// <param name="projectionDimension">The rank of W: U is <c>[inputs, rank]</c> and V <c>[rank, inputs]</c>; a full matrix when omitted. A quarter of the inputs keeps most of the accuracy.</param>
    /// <param name="diagonalScale">Added to the diagonal of W, which steadies training, above all of a low rank; 0 or more.</param>
    /// <param name="useBias">Whether there is a bias.</param>
    /// <param name="preactivation">Applied to <c>x·W + b</c>; none by default.</param>
    /// <param name="seed">Of the initial values.</param>
    /// <param name="kernelInitializer">The kernels' initial values.</param>
    /// <param name="biasInitializer">The bias's initial values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, the scale negative or not finite, or there is no such activation.</exception>
    public Cross(
        string name,
        int inputs,
        int? projectionDimension = null,
        float diagonalScale = 0f,
        bool useBias = true,
        Activation preactivation = Activation.Linear,
        int seed = 0,
        Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null)
        : base(name, inputs, inputs)
    {
        if (!(diagonalScale >= 0 && float.IsFinite(diagonalScale)))
        {
            throw new ArgumentOutOfRangeException(nameof(diagonalScale), diagonalScale, "The diagonal's scale is a finite number, 0 or more.");
        }

        var kernels = kernelInitializer ?? Initializer.TruncatedNormal();
        if (projectionDimension is { } rank)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank, nameof(projectionDimension));
            _projection = new Dense($"{name}/projection", inputs, rank, seed: seed, useBias: false, kernelInitializer: kernels);
        }

        _product = new Dense($"{name}/dense", projectionDimension ?? inputs, inputs, preactivation, useBias, seed, kernels, biasInitializer);
        DiagonalScale = diagonalScale;
    }

    /// <summary>The rank of W; <see langword="null"/> when it is a full matrix.</summary>
    public int? ProjectionDimension => _projection?.OutputDimension;

    /// <summary>What is added to the diagonal of W.</summary>
    public float DiagonalScale { get; }

    /// <summary>What is applied to <c>x·W + b</c>.</summary>
    public Activation Preactivation => _product.Activation;

    /// <summary>Whether there is a bias.</summary>
    public bool UsesBias => _product.Bias is not null;

    /// <summary>U, where the rank is low; W or V; the bias, if there is one.</summary>
    public override IEnumerable<Parameter> Parameters => [.. _projection?.Parameters ?? [], .. _product.Parameters];

    /// <summary>The cross of two inputs.</summary>
    /// <param name="first">x₀: what the first layer of the network was given, <c>[batch, inputs]</c>.</param>
    /// <param name="rows">x: what the layer before gave, <c>[batch, inputs]</c>.</param>
    /// <exception cref="ArgumentException">The tensors differ in their rows, or the rows have another length.</exception>
    public Tensor Apply(Tensor first, Tensor rows)
    {
        CheckRows(first, nameof(first));
        CheckRows(rows, nameof(rows));
        if (first.Shape != rows.Shape)
        {
            throw new ArgumentException($"Layer {Name}: {first.Shape} and {rows.Shape} cannot be crossed. Give two tensors with one row for each of the batch.", nameof(rows));
        }

        return Of(first, rows);
    }

    /// <summary>The cross of the rows with themselves.</summary>
    protected override Tensor Compute(Tensor rows, bool training) => Of(rows, rows);

    private Tensor Of(Tensor first, Tensor rows)
    {
        var product = _product.Apply(_projection is null ? rows : _projection.Apply(rows));
        return (first * (DiagonalScale == 0 ? product : product + (DiagonalScale * rows))) + rows;
    }
}
