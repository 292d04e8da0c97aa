using System.Reflection;
using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>The hidden commands by which <c>tandem</c> hosts a notebook's cells, and the writing of its report, in processes of their own.</summary>
internal static class HostCommand
{
    private const string CellsName = "host-cells";
    private const string ReportName = "host-report";

    /// <summary>Whether a command line is one of these commands. They are told apart before any other is parsed: the process is to be ready soon.</summary>
    public static bool Is(string[] args) => args is [CellsName, _] or [ReportName];

    public static async Task<int> InvokeAsync(string[] args)
    {
        if (args is [ReportName])
        {
            return (int)(ReportHost.Run() ? ExitCode.Success : ExitCode.NotWritten);
        }

        Cultures.UseInvariant();
        await IsolatedHost.RunAsync(args[1]).ConfigureAwait(false);
        return (int)ExitCode.Success;
    }

    /// <summary>This program, as it was started, to run cells.</summary>
    /// <param name="environment">Environment variables beside those of this process.</param>
    public static HostProgram ForCells(IReadOnlyDictionary<string, string> environment) =>
        Program(CellsName) with { Environment = new Dictionary<string, string>([.. Cultures.Environment, .. environment]) };

    /// <summary>This program, as it was started, to write a report.</summary>
    public static HostProgram ForReport() => Program(ReportName);

    private static HostProgram Program(string name)
    {
        var program = Environment.ProcessPath!;
        var isRuntime = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new HostProgram(program, isRuntime ? [Assembly.GetExecutingAssembly().Location, name] : [name]);
    }
}
