using Tandem.Tensors;

namespace Tandem;

/// <summary>Some candidates of a <see cref="Streaming"/> index.</summary>
/// <param name="Identifiers">An identifier for each.</param>
/// <param name="Vectors">Their vectors, <c>[candidates, dim]</c>.</param>
public sealed record CandidateBlock(IReadOnlyList<string> Identifiers, Tensor Vectors);
