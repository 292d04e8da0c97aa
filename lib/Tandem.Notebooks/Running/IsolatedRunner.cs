using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>
/// Runs a notebook in a process of its own, so that a cell that exits the process, overflows the stack, runs out of memory or cannot be stopped ends that
/// process and not the caller's. What it showed until then is kept.
/// </summary>
/// <param name="host">The program that the process runs.</param>
/// <param name="options">How to run; null for the defaults.</param>
/// <param name="progress">Gets what happens, as it happens; null for silence.</param>
public sealed class IsolatedRunner(HostProgram host, RunOptions? options = null, ConsoleProgress? progress = null)
{
    /// <summary>The time that the process has to stop a cell before it is ended.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);

    private readonly HostProgram _host = host ?? throw new ArgumentNullException(nameof(host));
    private readonly RunOptions _options = options ?? new RunOptions();

    /// <summary>Runs a notebook. A failing cell, the end of its process, the time-out and an interruption end the run; what was shown until then is kept.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="cancellationToken">Interrupts the run.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="NotebookFormatException">All its code is in a language that is not run here; nothing was run.</exception>
    /// <exception cref="BadParameterException">A parameter is not declared, or its value is not of its type; nothing was run.</exception>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public async Task<NotebookRun> RunAsync(NotebookDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        var (running, plan) = RunPreparation.Prepare(document, _options);
        var recorder = new RunRecorder(running, plan, _options, progress);
        if (plan.Cells.Count > 0)
        {
            using var process = HostProcess.Start(_host, recorder.RecordRaw);
            await FollowAsync(process, plan, recorder, cancellationToken).ConfigureAwait(false);
        }

        return recorder.Finish();
    }

    private async Task FollowAsync(HostProcess process, RunPlan plan, RunRecorder recorder, CancellationToken interruption)
    {
        using var deadline = new CancellationTokenSource();
        await using var stop = interruption.Register(() =>
        {
            _ = process.SendAsync(IsolatedHost.Stop);
            deadline.CancelAfter(_grace);
        }).ConfigureAwait(false);
        var exiting = false;
        try
        {
            exiting = await process.ConnectAsync(deadline.Token).ConfigureAwait(false)
                && await RecordAsync(process, plan, recorder, deadline, interruption).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process does not stop its cell, or does not say so.
            process.Kill();
            recorder.Stop(interruption.IsCancellationRequested ? RunStatus.Interrupted : RunStatus.TimedOut);
            return;
        }

        var end = await process.EndAsync().ConfigureAwait(false);
        if (recorder.IsDone)
        {
            end.Trace.Release();
        }
        else if (interruption.IsCancellationRequested)
        {
            recorder.Stop(RunStatus.Interrupted);
        }
        else
        {
            recorder.Crash(planned => CrashReader.Read(end, exiting, planned, plan.File));
        }
    }

    /// <summary>Follows the process to its end.</summary>
    /// <returns>Whether it told that it was exiting.</returns>
    private async Task<bool> RecordAsync(HostProcess process, RunPlan plan, RunRecorder recorder, CancellationTokenSource deadline, CancellationToken interruption)
    {
        await process.SendAsync(JsonSerializer.Serialize(plan, RunJson.Default.RunPlan)).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        var exiting = false;
        while (!recorder.IsDone && await process.Events.ReadLineAsync(deadline.Token).ConfigureAwait(false) is { } line)
        {
            // A process that dies may leave half a line.
            if (Parse(line) is not { } happening)
            {
                break;
            }

            exiting |= happening is ProcessExiting;
            recorder.Record(happening);
            if (happening is CellStarted && !interruption.IsCancellationRequested && LimitAt(plan, Stopwatch.GetElapsedTime(start)) is { } limit)
            {
                deadline.CancelAfter(limit + _grace);
            }
        }

        return exiting;
    }

    private static RunEvent? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RunJson.Default.RunEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The time that a cell that starts now may take.</summary>
    private static TimeSpan? LimitAt(RunPlan plan, TimeSpan elapsed)
    {
        var left = plan.Timeout - elapsed;
        return left is null || plan.CellTimeout < left ? plan.CellTimeout : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
