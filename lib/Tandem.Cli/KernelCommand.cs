using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem kernel</c>: makes C# notebooks run in Jupyter.</summary>
internal static class KernelCommand
{
    /// <summary>The names of the kernel: its own, and the one that notebooks saved with .NET Interactive ask for.</summary>
    private static readonly string[] _names = ["tandem", ".net-csharp"];

    public static Command Create() => new("kernel", "Runs C# notebooks in Jupyter Notebook, JupyterLab, nbconvert, papermill and VS Code.") { Install(), List(), Uninstall(), Start() };

    private static Command Install()
    {
        var place = new PlaceOptions();
        var names = Names("The name by which notebooks refer to the kernel. May be given several times.");
        var displayName = new Option<string?>("--display-name") { HelpName = "TEXT", Description = "The name that front ends show. Default: 'Tandem (C#)', and '.NET (C#)' for .net-csharp." };
        var force = new Option<bool>("--force") { Description = "Replace kernels of these names that other programs installed." };
        var command = new Command("install", "Tells Jupyter of the kernel.") { place.User, place.Prefix, place.SysPrefix, names, displayName, force };
        command.Validators.Add(place.Check);
        command.SetAction(parsed => Run(() => KernelInstallation.Install(
            place.Folder(parsed), parsed.GetRequiredValue(names), parsed.GetValue(displayName), parsed.GetValue(force))));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists the kernels that Jupyter finds, and whose they are.");
        command.SetAction(_ => Run(KernelInstallation.List));
        return command;
    }

    private static Command Uninstall()
    {
        var place = new PlaceOptions();
        var names = Names("The name of the kernel to remove. May be given several times.");
        var force = new Option<bool>("--force") { Description = "Remove kernels of these names that other programs installed, too." };
        var command = new Command("uninstall", "Removes the kernel from where 'install' with the same options put it.") { place.User, place.Prefix, place.SysPrefix, names, force };
        command.Validators.Add(place.Check);
        command.SetAction(parsed => Run(() => KernelInstallation.Uninstall(place.Folder(parsed), parsed.GetRequiredValue(names), parsed.GetValue(force))));
        return command;
    }

    private static Command Start()
    {
        var file = new Argument<string>("CONNECTION_FILE") { Description = "The file in which Jupyter says where to listen." };
        var command = new Command("start", "Serves one notebook; Jupyter calls this.") { file };
        command.SetAction(async (parsed, _) => (int)await KernelServer.RunAsync(parsed.GetRequiredValue(file)).ConfigureAwait(false));
        return command;
    }

    private static Option<string[]> Names(string description) =>
        new("--name") { HelpName = "NAME", Description = $"{description} Default: {string.Join(" and ", _names)}.", DefaultValueFactory = _ => _names };

    /// <summary>Tells what a command's exceptions mean.</summary>
    private static int Run(Func<ExitCode> command)
    {
        try
        {
            return (int)command();
        }
        catch (ArgumentException failure)
        {
            Console.Error.WriteLine($"tandem: {failure.Message}");
            return (int)ExitCode.BadUsage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"tandem: {failure.Message}");
            return (int)ExitCode.BadFile;
        }
    }
}
