namespace Tandem.Benchmarks;

/// <summary>The command line is wrong; the message says where and what it may be.</summary>
internal sealed class UsageException(string message) : Exception(message);
