using System.Diagnostics;

namespace Tandem.Cli.Tests;

/// <summary>The built command in a process of its own, started in a folder that is gone when the test is.</summary>
internal sealed class TandemProcess : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("tandem-cli-").FullName;

    /// <summary>Variables that the command's process gets besides those of this one.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public bool Exists(string name) => File.Exists(Path.Combine(Folder, name));

    /// <summary>The names of the files below the output folder.</summary>
    public IEnumerable<string?> Written => Directory.Exists(Path.Combine(Folder, "out")) ? Directory.GetFiles(Path.Combine(Folder, "out")).Select(Path.GetFileName).Order() : [];

    public Task<(int ExitCode, string Out, string Error)> Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="interruptAfter">When this text stands on its console, it gets the interrupt signal.</param>
    /// <param name="arguments">The command's arguments.</param>
    public async Task<(int ExitCode, string Out, string Error)> Run(string? interruptAfter, string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output.Add(line);
            if (line == interruptAfter)
            {
                using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Join('\n', output), await error);
    }

    /// <summary>Runs the command with a time-out that the second cell passes; a longer one where a busy machine did not even get there.</summary>
    public async Task<(int ExitCode, string Error)> RunPastTimeout(string option, params string[] arguments)
    {
        (int ExitCode, string Out, string Error) run = (0, "", "");
        foreach (var seconds in (string[])["8", "40", "200"])
        {
            run = await Run([.. arguments, option, seconds]);
            if (!run.Error.Contains("in cell 1", StringComparison.Ordinal))
            {
                break;
            }
        }

        return (run.ExitCode, run.Error);
    }

    /// <summary>Starts the command, its console redirected.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Tandem.Cli.dll"), .. arguments])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // As on a desk, wherever the tests run.
        start.Environment.Remove("GITHUB_ACTIONS");
        start.Environment.Remove("GITHUB_STEP_SUMMARY");
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
