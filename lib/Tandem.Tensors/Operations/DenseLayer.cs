namespace Tandem.Tensors;

/// <summary>The weights of a dense layer, for <see cref="Tensor.DenseLayers"/>.</summary>
/// <param name="Kernel"><c>[inputs, units]</c>.</param>
/// <param name="Bias"><c>[units]</c>; <see langword="null"/> for none.</param>
/// <param name="Relu">Whether negative outputs become 0.</param>
public readonly record struct DenseLayer(Tensor Kernel, Tensor? Bias, bool Relu);
