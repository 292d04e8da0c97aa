using TorchSharp;

namespace Tandem.Torch;

/// <summary>Some rows of an implicit least squares problem.</summary>
/// <param name="Gram">What all rows share, <c>[d, d]</c>.</param>
/// <param name="Entries">The rows' entries, <c>[e, d]</c>.</param>
/// <param name="RowOf">For each entry its row, from 0.</param>
/// <param name="Weights">For each entry its weight, <c>[e, 1]</c>.</param>
internal sealed record LeastSquaresBlock(torch.Tensor Gram, torch.Tensor Entries, torch.Tensor RowOf, torch.Tensor Weights);
