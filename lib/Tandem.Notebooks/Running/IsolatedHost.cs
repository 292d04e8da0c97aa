using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>The side of <see cref="IsolatedRunner"/> that lives in the process of its own.</summary>
public static class IsolatedHost
{
    /// <summary>What is written to the pipe to interrupt the run.</summary>
    internal const string Stop = "stop";

    /// <summary>Runs the notebook that is told through a pipe, and tells through it what happens. When the other side ends, so does this process, at once.</summary>
    /// <param name="pipeName">The pipe's name.</param>
    public static async Task RunAsync(string pipeName)
    {
        ArgumentException.ThrowIfNullOrEmpty(pipeName);
        CompilerWarmup.Start();
        // Ctrl+C reaches every process of a terminal; the other side handles it, and tells this one.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync().ConfigureAwait(false);
        using var reader = new StreamReader(pipe);
        var plan = JsonSerializer.Deserialize(await reader.ReadLineAsync().ConfigureAwait(false) ?? "", RunJson.Default.RunPlan)!;

        using var buffered = new BufferedStream(pipe, 1 << 16);
        var events = new EventWriter(buffered, EndProcess);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            events.Add(new ProcessExiting());
            events.Flush();
        };
        using var interruption = new CancellationTokenSource();
        _ = ListenAsync(reader, interruption);
        await new CellLoop(plan, Tell).RunAsync(interruption.Token).ConfigureAwait(false);
        events.Flush();

        void Tell(RunEvent happening)
        {
            events.Add(happening);
            if (happening is CellStarted)
            {
                // The cell may end the process at once: which one did, and what those before it showed, is known by then.
                events.Flush();
            }
        }
    }

    private static async Task ListenAsync(StreamReader reader, CancellationTokenSource interruption)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line == Stop)
            {
                await interruption.CancelAsync().ConfigureAwait(false);
            }
        }

        EndProcess();
    }

    // Not Environment.Exit: handlers of the cells' code could hold it up.
    private static void EndProcess() => Process.GetCurrentProcess().Kill();
}
