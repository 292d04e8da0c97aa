namespace Tandem.Notebooks;

/// <summary>
/// Brings the code of a cell back to the cell's own thread after an await, where it can be stopped. Only while that thread waits for nothing else: where a
/// cell blocks on a task, what the task has left to do runs on the thread pool, as it would without a context.
/// </summary>
internal sealed class CellSynchronizationContext(CellContext cell) : SynchronizationContext
{
    private readonly object _gate = new();
    private (SendOrPostCallback Callback, object? State)? _next;
    private bool _isWaiting;
    private bool _isAbandoned;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return;
            }

            if (_isWaiting && _next is null)
            {
                _next = (d, state);
                System.Threading.Monitor.Pulse(_gate);
                return;
            }
        }

        ThreadPool.QueueUserWorkItem(_ => Call(d, state));
    }

    /// <summary>Runs what comes, on the calling thread, until the task has ended.</summary>
    public void RunUntil(Task task)
    {
        task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (Wait(task) is { } next)
        {
            Call(next.Callback, next.State);
        }
    }

    /// <summary>Drops what comes from now on: the cell was stopped, and must not go on when what it awaited ends.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
        }
    }

    private (SendOrPostCallback Callback, object? State)? Wait(Task task)
    {
        lock (_gate)
        {
            _isWaiting = true;
            try
            {
                while (_next is null && !task.IsCompleted)
                {
                    System.Threading.Monitor.Wait(_gate);
                }

                return _next;
            }
            finally
            {
                _isWaiting = false;
                _next = null;
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            System.Threading.Monitor.Pulse(_gate);
        }
    }

    private void Call(SendOrPostCallback callback, object? state)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        catch (Exception failure) when (failure is not ThreadInterruptedException)
        {
            // Nobody awaits an async void method: its failure would end the process.
            cell.ShowUnhandled(failure);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
