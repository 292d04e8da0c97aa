namespace Tandem;

/// <summary>A terminal's last line, rewritten from its beginning.</summary>
/// <param name="writer">Where to; the console when <see langword="null"/>.</param>
internal sealed class TerminalProgress(TextWriter? writer) : ProgressOutput(TimeSpan.FromMilliseconds(100), TimeProvider.System)
{
    private int _shown;

    private TextWriter Writer => writer ?? Console.Out;

    public override void Refresh(string line)
    {
        base.Refresh(line);
        Rewrite(line);
    }

    public override void Add(string line)
    {
        Rewrite(line);
        Writer.WriteLine();
        _shown = 0;
    }

    private void Rewrite(string line)
    {
        Writer.Write($"\r{line.PadRight(_shown)}");
        _shown = line.Length;
    }
}
