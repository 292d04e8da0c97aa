namespace Tandem;

/// <summary>Where the lines of a training's progress go: one for each epoch, and in between one that tells where the running epoch stands.</summary>
internal abstract class ProgressOutput
{
    private readonly int _refreshMilliseconds;
    private long _lastRefresh;

    /// <param name="refreshMilliseconds">The least time between two refreshes; <see cref="Timeout.Infinite"/> for an output that is never refreshed.</param>
    protected ProgressOutput(int refreshMilliseconds) => _refreshMilliseconds = refreshMilliseconds;

    /// <summary>Whether it is time to refresh: so that a training of many short steps neither floods its reader nor waits for it.</summary>
    public bool IsDue => _refreshMilliseconds != Timeout.Infinite && Environment.TickCount64 - _lastRefresh >= _refreshMilliseconds;

    /// <summary>Shows where the running epoch stands, in place of what the last call showed.</summary>
    public virtual void Refresh(string line) => _lastRefresh = Environment.TickCount64;

    /// <summary>Adds a line that stays.</summary>
    public abstract void Add(string line);

    /// <summary>No more lines come.</summary>
    public virtual void End()
    {
    }
}
