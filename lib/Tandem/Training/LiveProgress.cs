namespace Tandem;

/// <summary>One value that a notebook shows, replaced as lines come: the epochs so far and where the running one stands.</summary>
internal sealed class LiveProgress : ProgressOutput
{
    // A long training does not send its whole history again with each refresh.
    private const int MostLines = 20;

    private readonly Queue<string> _lines = [];
    private readonly Action<object> _show;
    private int _dropped;

    private LiveProgress(Action<object> show)
        : base(TimeSpan.FromMilliseconds(250), TimeProvider.System) => _show = show;

    /// <summary>
    /// Opens a place in the notebook that this program serves: what is returned shows a value there, instead of the one before. <see langword="null"/> is
    /// returned where nothing can be shown now. Set by the notebook's extension.
    /// </summary>
    public static Func<Action<object>?>? Open { get; set; }

    /// <summary>A new display in the notebook, or <see langword="null"/> where there is none.</summary>
    public static LiveProgress? TryOpen() => Open?.Invoke() is { } show ? new LiveProgress(show) : null;

    public override void Refresh(string line)
    {
        base.Refresh(line);
        Show(line);
    }

    public override void Add(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
            _dropped++;
        }

        if (IsDue)
        {
            Refresh("");
        }
    }

    public override void End() => Show("");

    private void Show(string running)
    {
        IEnumerable<string> earlier = _dropped == 0 ? [] : [$"… {_dropped} lines before these …"];
        _show(new ProgressText(string.Join('\n', [.. earlier, .. _lines, .. running.Length == 0 ? (string[])[] : [running]])));
    }
}
