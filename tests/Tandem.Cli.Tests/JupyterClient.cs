using System.Diagnostics;

namespace Tandem.Cli.Tests;

/// <summary>Jupyter's own programs, as Debian's <c>python3-jupyter-client</c> and <c>jupyter-nbconvert</c> bring them, with this command's kernel installed.</summary>
internal sealed class JupyterClient : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly TandemProcess _tandem = new();

    private JupyterClient()
    {
        _tandem.Environment["JUPYTER_DATA_DIR"] = Path.Combine(_tandem.Folder, "jupyter");
    }

    /// <summary>Installs the kernel for one test; skips the test where a module of Python's is missing.</summary>
    public static async Task<JupyterClient> StartAsync(string module)
    {
        Needs.That(File.Exists(Python), $"{Python} is not installed.");
        var client = new JupyterClient();
        var found = await client.RunPython("-c", $"import {module}");
        Needs.That(found.ExitCode == 0, $"{Python} has no {module}; on Debian: apt-get install python3-jupyter-client jupyter-nbconvert");
        var installed = await client._tandem.Run("kernel", "install");
        Assert.True(installed.ExitCode == 0, installed.Error);
        return client;
    }

    public string Write(string name, string text) => _tandem.Write(name, text);

    public string Read(string name) => _tandem.Read(name);

    /// <summary>Runs Python to its end, in the test's folder.</summary>
    public async Task<(int ExitCode, string Out, string Error)> RunPython(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { WorkingDirectory = _tandem.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _tandem.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, error);
    }

    public void Dispose() => _tandem.Dispose();
}
