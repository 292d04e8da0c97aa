namespace Tandem.Notebooks;

/// <summary>How a host process ended.</summary>
/// <param name="EndedItself">False when it had to be ended.</param>
/// <param name="ExitCode">Its exit code; on Unix, 128 and the number of the signal that ended it.</param>
/// <param name="Trace">What the runtime wrote about a crash.</param>
internal sealed record HostEnd(bool EndedItself, int ExitCode, CrashTrace Trace);
