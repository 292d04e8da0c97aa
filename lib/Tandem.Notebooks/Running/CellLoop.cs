using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>Runs the cells of a plan one after another, and tells what happens.</summary>
internal sealed class CellLoop(RunPlan plan, Action<RunEvent> tell)
{
    /// <summary>Runs until the last cell has ended, one fails that may not, the time is up or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken interruption)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(interruption);
        if (plan.Timeout is { } limit)
        {
            timeout.CancelAfter(limit);
        }

        var options = new SessionOptions { File = plan.File, Kernels = plan.Kernels, Parameters = plan.Parameters };
        using var session = new NotebookSession(plan.OutputLimit is { } outputLimit ? options with { OutputLimit = outputLimit } : options);
        var cells = plan.Cells.Select(planned => new NotebookCell(planned.Kernel, planned.Source, planned.StartLine)).ToList();
        session.CompileAhead(cells);
        foreach (var (planned, cell) in plan.Cells.Zip(cells))
        {
            var status = await RunAsync(planned, cell, session, timeout.Token, interruption).ConfigureAwait(false);
            if (status != RunStatus.Succeeded && !(status == RunStatus.Failed && planned.MayFail))
            {
                break;
            }
        }

        tell(new RunEnded(session.CompileTime, session.CompileWait));
    }

    private async Task<RunStatus> RunAsync(PlannedCell planned, NotebookCell cell, NotebookSession session, CancellationToken timeout, CancellationToken interruption)
    {
        using var cellTimeout = CancellationTokenSource.CreateLinkedTokenSource(timeout);
        if (plan.CellTimeout is { } limit)
        {
            cellTimeout.CancelAfter(limit);
        }

        var start = Stopwatch.GetTimestamp();
        tell(new CellStarted(planned.Number));
        var result = await session.RunAsync(cell, planned.Number, output => tell(new CellShown(planned.Number, output)), cellTimeout.Token).ConfigureAwait(false);
        var status = result.Succeeded ? RunStatus.Succeeded
            : !result.WasInterrupted ? RunStatus.Failed
            : interruption.IsCancellationRequested ? RunStatus.Interrupted : RunStatus.TimedOut;
        tell(new CellEnded(planned.Number, status, Stopwatch.GetElapsedTime(start)));
        return status;
    }
}
