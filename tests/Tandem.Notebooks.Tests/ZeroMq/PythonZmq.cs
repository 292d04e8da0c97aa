using System.Diagnostics;

namespace Tandem.Notebooks.Tests;

/// <summary>Runs scripts against libzmq, by way of Debian's <c>python3-zmq</c>.</summary>
internal static class PythonZmq
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> _isInstalled = new(() => File.Exists(Python) && Run("import zmq").ExitCode == 0);

    /// <summary>Skips the calling test where libzmq is not installed.</summary>
    public static void Need() => Needs.That(_isInstalled.Value, "python3-zmq is not installed");

    /// <summary>Runs a script whose arguments are endpoints and gives what it printed.</summary>
    public static async Task<string> RunAsync(string script, params string[] endpoints)
    {
        var run = await Task.Run(() => Run(Prelude + script, endpoints), TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output.TrimEnd();
    }

    // A socket that waits in vain for 20 s ends its script with an exception.
    private const string Prelude = """
        import sys, time, zmq
        context = zmq.Context()
        def socket(kind, endpoint=sys.argv[1], **options):
            s = context.socket(kind)
            s.linger = 5000
            s.rcvtimeo = 20000
            for name, value in options.items():
                setattr(s, name, value)
            s.connect(endpoint)
            return s

        """;

    private static (int ExitCode, string Output, string Errors) Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
