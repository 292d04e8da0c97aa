namespace Tandem.Notebooks;

/// <summary>What came over a socket is no message for this kernel, and is dropped.</summary>
internal sealed class RejectedMessageException(string message) : Exception(message);
