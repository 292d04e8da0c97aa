namespace Tandem;

/// <summary>
/// One line an epoch, for what keeps every character: logs, pipes, the text that a cell prints. An epoch that takes long adds a line every half minute, so that its reader sees it is alive.
/// </summary>
internal sealed class LineProgress : ProgressOutput
{
    private readonly TextWriter? _writer;

    /// <param name="writer">Where to; whatever the console is at the time when <see langword="null"/>.</param>
    /// <param name="time">Tells the time.</param>
    public LineProgress(TextWriter? writer, TimeProvider time)
        : base(TimeSpan.FromSeconds(30), time)
    {
        _writer = writer;
        Wait();
    }

    public override void Refresh(string line) => Add(line);

    public override void Add(string line)
    {
        Wait();
        (_writer ?? Console.Out).WriteLine(line);
    }
}
