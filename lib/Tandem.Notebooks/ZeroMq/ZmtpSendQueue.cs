namespace Tandem.Notebooks;

/// <summary>What waits to be sent to one peer: bounded, the oldest goes first when it is full, so that whoever sends never waits.</summary>
internal sealed class ZmtpSendQueue(long limit)
{
    private long _limit = limit;
    private readonly Queue<Entry> _entries = new();
    private long _bytes;
    private long _dropped;
    private bool _completed;

    /// <summary>The bytes that may wait.</summary>
    public long Limit
    {
        set
        {
            lock (_entries)
            {
                _limit = value;
            }
        }
    }

    /// <summary>Adds frames, at the cost of the oldest entries if there is no room; true when an entry was dropped and none was since <see cref="TakeDropped"/>.</summary>
    public bool Add(IReadOnlyList<ReadOnlyMemory<byte>> frames, bool isCommand)
    {
        var entry = new Entry(frames, isCommand, frames.Sum(frame => (long)frame.Length + ZmqOptions.FrameOverhead));
        lock (_entries)
        {
            var before = _dropped;
            while (_bytes + entry.Cost > _limit && _entries.TryDequeue(out var oldest))
            {
                _bytes -= oldest.Cost;
                _dropped++;
            }

            _entries.Enqueue(entry);
            _bytes += entry.Cost;
            System.Threading.Monitor.Pulse(_entries);
            return before == 0 && _dropped > 0;
        }
    }

    /// <summary>Takes the oldest entry, if there is one.</summary>
    public bool TryTake(out Entry entry)
    {
        lock (_entries)
        {
            var taken = _entries.TryDequeue(out entry);
            _bytes -= entry.Cost;
            return taken;
        }
    }

    /// <summary>Waits for an entry; false when there is none and none will come.</summary>
    public bool Wait()
    {
        lock (_entries)
        {
            while (_entries.Count == 0 && !_completed)
            {
                System.Threading.Monitor.Wait(_entries);
            }

            return _entries.Count > 0;
        }
    }

    /// <summary>How many entries were dropped since the last time this was asked.</summary>
    public long TakeDropped()
    {
        lock (_entries)
        {
            return (_dropped, _dropped = 0).Item1;
        }
    }

    /// <summary>Says that nothing more is to be sent than what waits.</summary>
    public void Complete()
    {
        lock (_entries)
        {
            _completed = true;
            System.Threading.Monitor.Pulse(_entries);
        }
    }

    /// <summary>The frames of a message, or the one of a command.</summary>
    public readonly record struct Entry(IReadOnlyList<ReadOnlyMemory<byte>> Frames, bool IsCommand, long Cost);
}
