using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Gives each column mean 0 and variance 1, then a scale and an offset that are learnt: <c>gamma · (x − μ)/√(σ² + ε) + beta</c>. In training
/// μ and σ² are the batch's, otherwise the moving averages of those (Ioffe and Szegedy, <i>Batch normalization</i>, ICML 2015).
/// </summary>
public sealed class BatchNormalization : TensorLayer
{
    private readonly Tensor _epsilon;

    /// <summary>A layer with scales of 1, offsets of 0, moving means of 0 and moving variances of 1.</summary>
    /// <param name="name">The prefix of its parameters' and buffers' names.</param>
    /// <param name="inputs">The length of a row.</param>
    /// <param name="momentum">What a moving average keeps of itself with each batch, in [0, 1]; 0.99 as in Keras.</param>
    /// <param name="epsilon">Added to the variance; 0.001 as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or epsilon is not positive, or the momentum not in [0, 1].</exception>
    public BatchNormalization(string name, int inputs, float momentum = 0.99f, float epsilon = 1e-3f)
        : base(name, inputs, inputs)
    {
        if (!(epsilon > 0 && float.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "What is added to the variance keeps it from 0: give a small positive number.");
        }

        if (!(momentum is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum is the share of itself that a moving average keeps: from 0 to 1.");
        }

        Momentum = momentum;
        Epsilon = epsilon;
        _epsilon = TensorScope.Keep(Tensor.From(epsilon));
        Gamma = Initializer.Ones.Create($"{name}/gamma", new Shape(inputs), seed: 0);
        Beta = Initializer.Zeros.Create($"{name}/beta", new Shape(inputs), seed: 0);
        MovingMean = TensorScope.Keep(Tensor.Zeros(new Shape(inputs)));
        MovingVariance = TensorScope.Keep(Tensor.Full(new Shape(inputs), 1f));
    }

    /// <summary>What a moving average keeps of itself with each batch.</summary>
    public float Momentum { get; }

    /// <summary>What is added to the variance.</summary>
    public float Epsilon { get; }

    /// <summary>The scale of each column, <c>[inputs]</c>.</summary>
    public Parameter Gamma { get; }

    /// <summary>The offset of each column, <c>[inputs]</c>.</summary>
    public Parameter Beta { get; }

    /// <summary>The moving average of the batches' means, <c>[inputs]</c>.</summary>
    public Tensor MovingMean { get; }

    /// <summary>The moving average of the batches' population variances, <c>[inputs]</c>.</summary>
    public Tensor MovingVariance { get; }

    /// <inheritdoc/>
    public override bool DependsOnBatch => true;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [Gamma, Beta];

    /// <summary>The moving averages.</summary>
    public override IEnumerable<KeyValuePair<string, Tensor>> Buffers =>
        [new($"{Name}/moving_mean", MovingMean), new($"{Name}/moving_variance", MovingVariance)];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor rows, bool training)
    {
        if (!training)
        {
            return Normalize(rows - MovingMean, MovingVariance);
        }

        if (rows.Shape[0] == 0)
        {
            throw new ArgumentException($"Layer {Name}: a batch without rows has no mean. Leave empty batches out.", nameof(rows));
        }

        var mean = ColumnMeans(rows);
        var centred = rows - mean;
        var variance = ColumnMeans(centred.Square());
        Follow(MovingMean, mean);
        Follow(MovingVariance, variance);
        return Normalize(centred, variance);
    }

    private Tensor Normalize(Tensor centred, Tensor variance) =>
        (centred / (variance + _epsilon).Sqrt() * Gamma.Value) + Beta.Value;

    private static Tensor ColumnMeans(Tensor x) => 1f / x.Shape[0] * x.SumRows();

    private void Follow(Tensor average, Tensor value)
    {
        using var noGradient = new NoGradient();
        var moved = average - ((1 - Momentum) * (average - value));
        average.Device.Copy(moved, average);
    }
}
