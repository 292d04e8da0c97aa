using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Follow the regularised leader (McMahan et al., KDD 2013) as Keras defines it, see <see cref="FtrlRule"/>: for wide, sparse models; l1 makes weights exactly zero. A
/// row-sparse gradient touches the rows it names and no others, as in the paper; Keras makes it dense, which sets every row that has not yet been in a
/// batch to zero.
/// </summary>
public sealed class Ftrl : GradientOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far a step goes.</param>
    /// <param name="learningRatePower">How the rate falls with the sum of squares: −0.5 for its root, 0 for not at all.</param>
    /// <param name="initialAccumulator">What each sum of squares starts from.</param>
    /// <param name="l1">Pulls weights to exactly zero.</param>
    /// <param name="l2">Pulls weights towards zero, as a part of the leader's objective.</param>
    /// <param name="l2Shrinkage">Pulls weights towards zero, as a part of the gradient.</param>
    /// <param name="beta">β of the paper: slows the first steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The power is positive, another number negative, or the rate not positive.</exception>
    public Ftrl(
        float learningRate = 0.001f,
        float learningRatePower = -0.5f,
        float initialAccumulator = 0.1f,
        float l1 = 0,
        float l2 = 0,
        float l2Shrinkage = 0,
        float beta = 0)
        : base(learningRate)
    {
        LearningRatePower = learningRatePower <= 0 && float.IsFinite(learningRatePower)
            ? learningRatePower
            : throw new ArgumentOutOfRangeException(nameof(learningRatePower), learningRatePower, "The power of the learning rate must be 0 or negative.");
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        L1 = NotNegative(l1, nameof(l1));
        L2 = NotNegative(l2, nameof(l2));
        L2Shrinkage = NotNegative(l2Shrinkage, nameof(l2Shrinkage));
        Beta = NotNegative(beta, nameof(beta));
    }

    /// <summary>How the rate falls with the sum of squares.</summary>
    public float LearningRatePower { get; }

    /// <summary>What each sum of squares starts from.</summary>
    public float InitialAccumulator { get; }

    /// <summary>Pulls weights to exactly zero.</summary>
    public float L1 { get; }

    /// <summary>Pulls weights towards zero, as a part of the leader's objective.</summary>
    public float L2 { get; }

    /// <summary>Pulls weights towards zero, as a part of the gradient.</summary>
    public float L2Shrinkage { get; }

    /// <summary>β of the paper.</summary>
    public float Beta { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) =>
        [new("accumulator", parameter.Value.Shape, InitialAccumulator), new("linear", parameter.Value.Shape)];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() =>
    [
        ("learning rate power", LearningRatePower), ("initial accumulator", InitialAccumulator), ("l1", L1), ("l2", L2), ("l2 shrinkage", L2Shrinkage), ("beta", Beta),
    ];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots)
    {
        // The rule divides by the rate; a schedule that has come to zero means that nothing moves.
        if (LearningRate is > 0 and var rate)
        {
            parameter.Value.Device.Ftrl(
                parameter.Value, slots[0], slots[1], gradient, rows, new FtrlRule(rate, -LearningRatePower, L1, L2, L2Shrinkage, Beta));
        }
    }
}
