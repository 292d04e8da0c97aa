using System.Reflection;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>The hidden command by which <c>tandem</c> hosts a notebook's cells in a process of its own.</summary>
internal static class HostCommand
{
    private const string Name = "host-cells";

    /// <summary>Whether a command line is this command's. It is told apart before any other is parsed: the process is to be ready soon.</summary>
    public static bool Is(string[] args) => args is [Name, _];

    public static async Task<int> InvokeAsync(string[] args)
    {
        await IsolatedHost.RunAsync(args[1]).ConfigureAwait(false);
        return (int)ExitCode.Success;
    }

    /// <summary>This program, as it was started, with this command.</summary>
    /// <param name="environment">Environment variables beside those of this process.</param>
    public static HostProgram Program(IReadOnlyDictionary<string, string> environment)
    {
        var program = Environment.ProcessPath!;
        var isRuntime = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new HostProgram(program, isRuntime ? [Assembly.GetExecutingAssembly().Location, Name] : [Name]) { Environment = environment };
    }
}
