using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>
/// Writes console text to a file or pipe, where nothing can be taken back. Text goes out as it comes. Once a program overwrites what is out, as progress
/// displays do, the line waits for its end and is then written anew; a long wait shows how far it is.
/// </summary>
internal sealed class LineConsole(TextWriter console)
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);

    private readonly TerminalScreen _screen = new(height: 1);
    private string _written = "";
    private long _lastWrite;

    public void Write(string text)
    {
        _screen.Write(text);
        foreach (var line in _screen.TakeFinished())
        {
            Show(line);
            console.Write('\n');
            _written = "";
        }

        if (TextOf(_screen.CurrentLine).StartsWith(_written, StringComparison.Ordinal) || Stopwatch.GetElapsedTime(_lastWrite) > _longestWait)
        {
            Show(_screen.CurrentLine);
        }
    }

    /// <summary>Writes what of a line is not out yet; the whole line below it when what is out has been overwritten.</summary>
    private void Show(IReadOnlyList<TerminalRun> line)
    {
        var text = TextOf(line);
        var isContinued = text.StartsWith(_written, StringComparison.Ordinal);
        console.Write(isContinued ? TerminalText.Coloured(Skip(line, _written.Length)) : "\n" + TerminalText.Coloured(line));
        (_written, _lastWrite) = (text, Stopwatch.GetTimestamp());
    }

    private static string TextOf(IEnumerable<TerminalRun> line) => string.Concat(line.Select(run => run.Text));

    private static IEnumerable<TerminalRun> Skip(IEnumerable<TerminalRun> line, int count)
    {
        foreach (var run in line)
        {
            var skipped = Math.Min(count, run.Text.Length);
            count -= skipped;
            if (skipped < run.Text.Length)
            {
                yield return run with { Text = run.Text[skipped..] };
            }
        }
    }
}
