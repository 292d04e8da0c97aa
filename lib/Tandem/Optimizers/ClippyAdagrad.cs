using System.Runtime.CompilerServices;
using Tandem.Tensors;

namespace Tandem;

/// <summary>
/// Clippy Adagrad (Tang et al., arXiv 2302.09178), with the defaults of TensorFlow Recommenders: an Adagrad step, shrunk by one factor for each parameter so that no
/// weight moves by more than <c>|w|·ofWeight + ofPrecondition/√(acc + ε) + absolute</c>. It keeps large models stable when gradients jump. A row-sparse gradient
/// touches the rows it names and no others.
/// </summary>
public sealed class ClippyAdagrad : GradientOptimizer
{
    private readonly ConditionalWeakTable<Parameter, StrongBox<float>> _factors = [];

    /// <summary>Creates the optimiser.</summary>
    /// <param name="learningRate">How far an unclipped step goes; 0.001 by default. The paper uses 1.</param>
    /// <param name="initialAccumulator">What each sum of squares starts from.</param>
    /// <param name="ofWeight">The share of its own size that a weight may move by.</param>
    /// <param name="ofPrecondition">The multiple of 1/√(acc + ε) that a weight may move by; more than 0 tightens the limit as training goes on.</param>
    /// <param name="absolute">What any weight may move by, so that those that are zero can leave it.</param>
    /// <param name="epsilon">Added to the sum of squares under the root.</param>
    /// <param name="accumulation">When a gradient counts in the sum of squares.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, the rate not positive, or the accumulation not one of the three.</exception>
    public ClippyAdagrad(
        float learningRate = 0.001f,
        float initialAccumulator = 0.1f,
        float ofWeight = 0.1f,
        float ofPrecondition = 0,
        float absolute = 1e-7f,
        float epsilon = 1e-7f,
        ClippyAccumulation accumulation = ClippyAccumulation.AfterStep)
        : base(learningRate)
    {
        InitialAccumulator = NotNegative(initialAccumulator, nameof(initialAccumulator));
        OfWeight = NotNegative(ofWeight, nameof(ofWeight));
        OfPrecondition = NotNegative(ofPrecondition, nameof(ofPrecondition));
        Absolute = NotNegative(absolute, nameof(absolute));
        Epsilon = NotNegative(epsilon, nameof(epsilon));
        Accumulation = accumulation.Checked(nameof(accumulation));
    }

    /// <summary>What each sum of squares starts from.</summary>
    public float InitialAccumulator { get; }

    /// <summary>The share of its own size that a weight may move by.</summary>
    public float OfWeight { get; }

    /// <summary>The multiple of 1/√(acc + ε) that a weight may move by.</summary>
    public float OfPrecondition { get; }

    /// <summary>What any weight may move by.</summary>
    public float Absolute { get; }

    /// <summary>Added to the sum of squares under the root.</summary>
    public float Epsilon { get; }

    /// <summary>When a gradient counts in the sum of squares.</summary>
    public ClippyAccumulation Accumulation { get; }

    /// <summary>The factor in [0, 1] that the parameter's last step was shrunk by; <see langword="null"/> before its first.</summary>
    public float? ClippingFactor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _factors.TryGetValue(parameter, out var factor) ? factor.Value : null;
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SlotLayout> SlotsOf(Parameter parameter) => [new("accumulator", parameter.Value.Shape, InitialAccumulator)];

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, object Value)> RuleSettings() =>
    [
        ("initial accumulator", InitialAccumulator), ("of weight", OfWeight), ("of precondition", OfPrecondition), ("absolute", Absolute),
        ("epsilon", Epsilon), ("accumulation", Accumulation),
    ];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, Tensor gradient, Indices? rows, IReadOnlyList<Tensor> slots)
    {
        var rule = new ClippyAdagradRule(LearningRate, Epsilon, OfWeight, OfPrecondition, Absolute, Accumulation);
        _factors.GetOrCreateValue(parameter).Value = parameter.Value.Device.ClippyAdagrad(parameter.Value, slots[0], gradient, rows, rule);
    }
}
