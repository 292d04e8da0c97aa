using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Benchmarks;

/// <summary>The worker <c>peers.py</c>, which answers requests one a line until it is disposed.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <summary>Starts the worker with an interpreter that has PyTorch, NumPy and pandas.</summary>
    /// <exception cref="PeerException">No interpreter on this machine has them.</exception>
    public static PeerProcess Start(PeerSettings settings)
    {
        var interpreter = Interpreters().FirstOrDefault(HasModules) ?? throw new PeerException(
            "no Python with torch, numpy and pandas: install python3-torch and python3-pandas, or name an interpreter in TANDEM_PYTHON");
        return new PeerProcess(Launch(interpreter, settings, Path.Combine(AppContext.BaseDirectory, "Peers", "peers.py")));
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="PeerException">The worker failed or ended.</exception>
    public JsonNode Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new PeerException("the Python worker ended: " + _process.StandardError.ReadToEnd());
        var answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new PeerException($"the Python worker failed: {error}") : answer;
    }

    /// <summary>The seconds that a request took, as the worker measured them.</summary>
    public double Seconds(object request) => Ask(request)["seconds"]!.GetValue<double>();

    /// <summary>Ends the worker.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IEnumerable<string> Interpreters() =>
        Environment.GetEnvironmentVariable("TANDEM_PYTHON") is { Length: > 0 } named ? [named] : ["/usr/bin/python3", "python3", "python"];

    private static bool HasModules(string interpreter)
    {
        try
        {
            using var probe = Launch(interpreter, PeerSettings.Default, "-c", "import torch, numpy, pandas");
            probe.StandardInput.Close();
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Launch(string interpreter, PeerSettings settings, params string[] arguments)
    {
        var start = new ProcessStartInfo(interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings.Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
