namespace Tandem.Notebooks;

/// <summary>Runs what must go on however busy the thread pool is.</summary>
internal static class OwnThread
{
    /// <summary>Runs an action on a thread of its own, which does not keep the process from ending.</summary>
    public static Task Run(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
