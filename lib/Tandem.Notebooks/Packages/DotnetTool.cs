using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Tandem.Notebooks;

/// <summary>Runs the .NET SDK's command.</summary>
internal static class DotnetTool
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">The folder to run it in.</param>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="token">Ends the command and what it started.</param>
    /// <returns>The exit code, and what it wrote.</returns>
    /// <exception cref="ArgumentException">There is no SDK.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyList<string> arguments, CancellationToken token)
    {
        using var process = Start(folder, arguments);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var text = output.ToString();
        return text.Contains("No .NET SDKs were found", StringComparison.Ordinal) ? throw NoSdk() : (process.ExitCode, text);

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    private static Process Start(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        // A build that runs this program leaves its own settings behind, which are not for another build.
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw NoSdk();
        }
    }

    private static ArgumentException NoSdk() =>
        new($"packages are restored by the .NET SDK, and the command 'dotnet' of one is not on the PATH; install the SDK of .NET {Environment.Version.Major}, or reference assemblies by path: #r \"file.dll\"");
}
