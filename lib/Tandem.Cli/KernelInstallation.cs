using Tandem.Notebooks;

namespace Tandem.Cli;

/// <summary>Adds, lists and removes the kernel, and tells on the console what came of it.</summary>
internal static class KernelInstallation
{
    public static ExitCode Install(KernelFolder folder, IReadOnlyList<string> names, string? displayName, bool force) => ForEach(names, name =>
    {
        var spec = new KernelSpec(displayName ?? (name == ".net-csharp" ? ".NET (C#)" : name == "tandem" ? "Tandem (C#)" : name), "C#", OwnCommand(), IsTandem: true)
        {
            Environment = OwnEnvironment(),
        };
        Console.WriteLine($"{name}: installed in {Path.GetDirectoryName(folder.Install(name, spec, force))}");
    });

    public static ExitCode List()
    {
        var folders = JupyterFolders.All();
        var kernels = folders.SelectMany(folder => folder.List()).ToList();
        foreach (var kernel in kernels)
        {
            var owner = kernel.Problem ?? (kernel.IsTandem ? "ours" : $"another program's: {kernel.Spec!.Command.FirstOrDefault()}");
            Console.WriteLine($"{kernel.Name,-16} {kernel.Folder}  ({owner})");
        }

        if (!kernels.Exists(kernel => kernel.IsTandem))
        {
            Console.WriteLine("'tandem kernel install' has not been run for any place that Jupyter looks in from here.");
        }

        return ExitCode.Success;
    }

    public static ExitCode Uninstall(KernelFolder folder, IReadOnlyList<string> names, bool force) => ForEach(names, name =>
        Console.WriteLine(folder.Uninstall(name, force) ? $"{name}: removed from {folder.FullPath}" : $"{name}: not installed in {folder.FullPath}"));

    /// <summary>Does all it can: a name that is another program's does not keep the others from their turn.</summary>
    private static ExitCode ForEach(IReadOnlyList<string> names, Action<string> act)
    {
        var code = ExitCode.Success;
        foreach (var name in names)
        {
            try
            {
                act(name);
            }
            catch (InvalidOperationException failure)
            {
                Console.Error.WriteLine($"tandem: {failure.Message}");
                code = ExitCode.BadFile;
            }
        }

        return code;
    }

    /// <summary>How this very program is started, from whatever folder.</summary>
    private static string[] OwnCommand()
    {
        var program = Environment.ProcessPath!;
        string[] start = IsDotnet(program) ? [program, "exec", Path.Combine(AppContext.BaseDirectory, $"{typeof(KernelInstallation).Assembly.GetName().Name}.dll")] : [program];
        return [.. start, "kernel", "start", KernelSpec.ConnectionFile];
    }

    /// <summary>A program with a start file of its own looks for .NET in the usual places only, unless it is told.</summary>
    private static Dictionary<string, string> OwnEnvironment()
    {
        var variables = new Dictionary<string, string>(Cultures.Environment);
        if (!IsDotnet(Environment.ProcessPath!))
        {
            variables["DOTNET_ROOT"] = DotnetRoot();
        }

        return variables;
    }

    private static bool IsDotnet(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";

    /// <summary>The folder of the .NET that runs this program: it holds shared/Microsoft.NETCore.App/VERSION, where the runtime's libraries are.</summary>
    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
}
