using Tandem.Tensors;

namespace Tandem;

/// <summary>A tensor that an optimiser keeps for a parameter, such as Adagrad's sums of squares.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Name">What the tensor is, such as <c>accumulator</c>.</param>
/// <param name="Value">The tensor.</param>
public sealed record OptimizerSlot(Parameter Parameter, string Name, Tensor Value);
