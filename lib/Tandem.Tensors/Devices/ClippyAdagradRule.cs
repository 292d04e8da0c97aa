namespace Tandem.Tensors;

/// <summary>
/// The numbers of Clippy Adagrad (Tang et al., arXiv 2302.09178): Adagrad's step <c>rate·g/√(acc + ε)</c>, shrunk by one factor for the whole parameter so that
/// no weight moves by more than <c>OfWeight·|w| + OfPrecondition/√(acc + ε) + Absolute</c>.
/// </summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="OfWeight">The share of its own size that a weight may move by.</param>
/// <param name="OfPrecondition">The multiple of 1/√(acc + ε) that a weight may move by.</param>
/// <param name="Absolute">What every weight may move by, so that those that are zero can leave it.</param>
/// <param name="Accumulation">When the gradient counts in the accumulator.</param>
public readonly record struct ClippyAdagradRule(
    float Rate, float Epsilon, float OfWeight, float OfPrecondition, float Absolute, ClippyAccumulation Accumulation);
