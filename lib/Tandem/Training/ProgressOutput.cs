namespace Tandem;

/// <summary>Where the lines of a training's progress go: one for each epoch, and in between one that tells where the running epoch stands.</summary>
internal abstract class ProgressOutput
{
    private readonly TimeSpan _period;
    private readonly TimeProvider _time;
    private long? _lastRefresh;

    /// <param name="period">The least time between two refreshes.</param>
    /// <param name="time">Tells the time.</param>
    protected ProgressOutput(TimeSpan period, TimeProvider time) => (_period, _time) = (period, time);

    /// <summary>Whether it is time to refresh: so that a training of many short steps neither floods its reader nor waits for it.</summary>
    public bool IsDue => _lastRefresh is not { } last || _time.GetElapsedTime(last) >= _period;

    /// <summary>Shows where the running epoch stands, in place of what the last call showed.</summary>
    public virtual void Refresh(string line) => Wait();

    /// <summary>Makes the next refresh due a period from now.</summary>
    protected void Wait() => _lastRefresh = _time.GetTimestamp();

    /// <summary>Adds a line that stays.</summary>
    public abstract void Add(string line);

    /// <summary>No more lines come.</summary>
    public virtual void End()
    {
    }
}
