namespace Tandem.Notebooks;

/// <summary>
/// Runs code of a cell on a thread of its own, so that code which never awaits holds up nobody, and stops it when the cell is to stop. First the code gets
/// a moment to see that by itself (<see cref="Interruption"/>); then whatever it waits for is interrupted, again and again. The runtime could abort the
/// thread, but not safely: on Linux that ends the process once in a few dozen times.
/// </summary>
internal sealed class CellThread<T>
{
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(50);
    private const int MostInterrupts = 200;

    private readonly CellContext _cell;
    private readonly Func<Task<T>> _code;
    private readonly CellSynchronizationContext _synchronization;
    private readonly TaskCompletionSource<T> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CellThread(CellContext cell, Func<Task<T>> code)
    {
        _cell = cell;
        _code = code;
        _synchronization = new CellSynchronizationContext(cell);
    }

    /// <summary>The code's result, or what it threw; never, where the code cannot be stopped.</summary>
    public async Task<T> RunAsync()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Tandem cell" };
        thread.Start();
        if (await Task.WhenAny(_ended.Task, _cell.StopRequested).ConfigureAwait(false) != _ended.Task)
        {
            await StopAsync(thread).ConfigureAwait(false);
        }

        return await _ended.Task.ConfigureAwait(false);
    }

    private async Task StopAsync(Thread thread)
    {
        await EndsWithin(_grace).ConfigureAwait(false);
        _synchronization.Abandon();
        for (var i = 0; i < MostInterrupts && !_ended.Task.IsCompleted; i++)
        {
            thread.Interrupt();
            await EndsWithin(_interval).ConfigureAwait(false);
        }
    }

    private Task EndsWithin(TimeSpan time) => Task.WhenAny(_ended.Task, Task.Delay(time));

    private void Run()
    {
        SynchronizationContext.SetSynchronizationContext(_synchronization);
        try
        {
            var task = _code();
            _synchronization.RunUntil(task);
            _ended.TrySetResult(task.GetAwaiter().GetResult());
        }
        catch (Exception failure)
        {
            _ended.TrySetException(failure);
        }
    }
}
