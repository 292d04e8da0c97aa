using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Gives each row mean 0 and variance 1, then a scale and an offset that are learnt: <c>gamma · (x − μ)/√(σ² + ε) + beta</c>, μ and σ² being
/// the row's (Ba, Kiros and Hinton, <i>Layer normalization</i>, 2016).
/// </summary>
public sealed class LayerNormalization : TensorLayer
{
    private readonly Tensor _epsilon;

    /// <summary>A layer with scales of 1 and offsets of 0.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="inputs">The length of a row.</param>
    /// <param name="epsilon">Added to the variance; 0.001 as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or epsilon is not positive.</exception>
    public LayerNormalization(string name, int inputs, float epsilon = 1e-3f)
        : base(name, inputs, inputs)
    {
        if (!(epsilon > 0 && float.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "What is added to the variance keeps it from 0: give a small positive number.");
        }

        Epsilon = epsilon;
        _epsilon = TensorScope.Keep(Tensor.From(epsilon));
        Gamma = Initializer.Ones.Create($"{name}/gamma", new Shape(inputs), seed: 0);
        Beta = Initializer.Zeros.Create($"{name}/beta", new Shape(inputs), seed: 0);
    }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>The scale of each column, <c>[inputs]</c>.</summary>
    public Parameter Gamma { get; }

    /// <summary>The offset of each column, <c>[inputs]</c>.</summary>
    public Parameter Beta { get; }

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [Gamma, Beta];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        var centred = rows - RowMeans(rows);
        var deviation = (RowMeans(centred.Square()) + _epsilon).Sqrt();
        return (centred / deviation * Gamma.Value) + Beta.Value;
    }

    private Tensor RowMeans(Tensor x) => 1f / InputDimension * x.SumColumns();
}
