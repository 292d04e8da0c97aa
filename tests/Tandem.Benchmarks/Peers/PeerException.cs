namespace Tandem.Benchmarks;

/// <summary>A peer is not installed, or failed; the message says which and what to do.</summary>
internal sealed class PeerException(string message) : Exception(message);
