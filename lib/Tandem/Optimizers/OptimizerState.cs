namespace Tandem;

/// <summary>What an optimiser remembers between steps.</summary>
/// <param name="Iterations">The number of steps taken.</param>
/// <param name="LearningRates">The learning rate, or those of a composite's parts in their order. One that comes from a schedule is told but not restored.</param>
/// <param name="Slots">The tensors kept for each parameter that has been trained.</param>
public sealed record OptimizerState(int Iterations, IReadOnlyList<float> LearningRates, IReadOnlyList<OptimizerSlot> Slots);
