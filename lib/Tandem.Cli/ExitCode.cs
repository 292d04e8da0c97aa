namespace Tandem.Cli;

/// <summary>How the command ended. Of several notebooks, the worst: the largest number.</summary>
internal enum ExitCode
{
    Success = 0,
    CellFailed = 1,
    Problem = 1,
    BadUsage = 2,
    BadFile = 3,
    TimedOut = 4,
    Crashed = 5,
    NotWritten = 6,
    NoPictures = 7,
    NotReceived = 8,
    Interrupted = 130,
}
