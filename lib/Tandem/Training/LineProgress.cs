namespace Tandem;

/// <summary>One line an epoch, for what keeps every character: logs, pipes, the text that a cell prints.</summary>
/// <param name="writer">Where to; whatever the console is at the time when <see langword="null"/>.</param>
internal sealed class LineProgress(TextWriter? writer) : ProgressOutput(Timeout.Infinite)
{
    public override void Add(string line) => (writer ?? Console.Out).WriteLine(line);
}
