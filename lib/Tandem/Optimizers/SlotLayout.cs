using Tandem.Tensors;

namespace Tandem;

/// <summary>A tensor that an optimiser wants to keep for a parameter.</summary>
/// <param name="Name">What it is, such as <c>accumulator</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Initial">The value it starts from.</param>
public sealed record SlotLayout(string Name, Shape Shape, float Initial = 0);
