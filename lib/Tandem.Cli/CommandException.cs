namespace Tandem.Cli;

/// <summary>The command, or its part for one notebook, cannot go on.</summary>
/// <param name="code">How the command ends.</param>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class CommandException(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code => code;
}
