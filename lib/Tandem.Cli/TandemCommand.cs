using System.CommandLine;
using System.CommandLine.Help;

namespace Tandem.Cli;

/// <summary>The <c>tandem</c> command.</summary>
internal static class TandemCommand
{
    private const string Help = """
        Tandem: a recommender toolkit taught through notebooks.

        Exit codes:
          0    every notebook ran to its end
          1    a cell failed; 'check' or 'data verify' found something wrong, or 'strip --check' outputs
          2    bad usage: an unknown option, or a parameter that no notebook declares or that cannot take the value
          3    a notebook or data folder is missing, or a notebook does not parse or is in another language
          4    a notebook ran past --timeout, or a cell past --cell-timeout
          5    the process of a notebook's cells ended: a cell exited it, overflowed the stack, or was killed
          6    results cannot be written: no permission, no space, a file in the folder's place, or a report that cannot be made
          7    pictures that --pictures always asks for could not be drawn
          8    a data set could not be got: no connection, no such file, or another one than is published
          130  interrupted (Ctrl+C; a second time ends the command at once)
        With several notebooks, the highest of their codes.
        """;

    public static async Task<int> InvokeAsync(string[] args)
    {
        // A RootCommand would take its name from the file that runs, which is not what is typed.
        var root = new Command("tandem", Help) { new HelpOption(), new VersionOption() };
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(ConvertCommand.Create());
        root.Subcommands.Add(StripCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(KernelCommand.Create());
        root.Subcommands.Add(DataCommand.Create());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"tandem: {error.Message}").ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync("'tandem --help' and 'tandem run --help' list what can be said.").ConfigureAwait(false);
            return (int)ExitCode.BadUsage;
        }

        // Ctrl+C is the commands' to handle: it ends the run in order and still writes what was finished.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }
}
