using System.Diagnostics;

namespace Tandem.Notebooks;

/// <summary>
/// Tells on a console what a run does while it does it: which cell runs, under which heading, for how long, and what it shows. On a terminal the
/// running cell is one status line that is refreshed; elsewhere each cell is one plain line.
/// </summary>
public sealed class ConsoleProgress : IDisposable
{
    private static readonly TimeSpan _refresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TextWriter _console;
    private readonly int? _terminalWidth;
    private readonly LineConsole? _lines;
    private readonly Timer? _timer;
    private readonly HashSet<string> _shownDisplays = [];
    private string _cell = "";
    private long _cellStart;
    private int _statusWidth;
    private bool _atLineStart = true;
    private bool _running;

    /// <summary>Writes to a console.</summary>
    /// <param name="console">The console's writer.</param>
    /// <param name="terminalWidth">The columns of the terminal that it is, on which a line can be refreshed; null when it is none.</param>
    public ConsoleProgress(TextWriter console, int? terminalWidth)
    {
        ArgumentNullException.ThrowIfNull(console);
        _console = console;
        _terminalWidth = terminalWidth;
        _lines = terminalWidth is null ? new LineConsole(console) : null;
        _timer = terminalWidth is not null ? new Timer(_ => Tick(), null, _refresh, _refresh) : null;
    }

    /// <summary>Stops refreshing.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        Finish();
    }

    /// <summary>A cell begins to run.</summary>
    internal void Start(int number, int count, string heading)
    {
        lock (_gate)
        {
            ClearStatus();
            EndLine();
            _cell = $"[{number}/{count}] {heading}".TrimEnd();
            _cellStart = Stopwatch.GetTimestamp();
            _running = true;
            if (_terminalWidth is not null)
            {
                DrawStatus();
            }
            else
            {
                Write(_cell + "\n");
            }
        }
    }

    internal void Show(CellOutput output)
    {
        lock (_gate)
        {
            ClearStatus();
            Write(TextOf(output));
            if (_atLineStart && _running)
            {
                DrawStatus();
            }
        }
    }

    internal void Finish()
    {
        lock (_gate)
        {
            ClearStatus();
            EndLine();
            _running = false;
            _console.Flush();
        }
    }

    private string TextOf(CellOutput output) => output switch
    {
        StreamOutput stream => stream.Text,
        DisplayOutput display => Line(Shown(display)),
        ResultOutput result => Line(PlainText(result.Content)),
        ErrorOutput error => Line(string.Join('\n', error.Failure.Details.Prepend($"{error.Failure.Kind}: {error.Failure.Message}"))),
        _ => "",
    };

    // An update of what was shown before would repeat it, once for each step of some progress: the terminal shows the first and the report the last.
    private string Shown(DisplayOutput display) => _shownDisplays.Add(display.DisplayId) ? PlainText(display.Content) : "";

    private string Line(string text) => text.Length == 0 ? "" : (_atLineStart ? "" : "\n") + text + "\n";

    private static string PlainText(MimeBundle content) =>
        content.Find(MimeTypes.PlainText) ?? $"({string.Join(", ", content.Contents.Select(entry => entry.Key))})";

    private void Write(string text)
    {
        if (text.Length > 0)
        {
            if (_lines is null)
            {
                _console.Write(text);
            }
            else
            {
                _lines.Write(text);
            }

            _console.Flush();
            _atLineStart = text[^1] == '\n';
        }
    }

    private void EndLine()
    {
        if (!_atLineStart)
        {
            Write("\n");
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_running && _atLineStart)
            {
                ClearStatus();
                DrawStatus();
            }
        }
    }

    private void DrawStatus()
    {
        if (_terminalWidth is { } width)
        {
            var time = $"  {Stopwatch.GetElapsedTime(_cellStart).TotalSeconds:f1} s";
            // A line that wraps could not be cleared again.
            var room = Math.Max(0, width - time.Length - 1);
            var status = (_cell.Length > room ? _cell[..room] : _cell) + time;
            _console.Write(status);
            _console.Flush();
            _statusWidth = status.Length;
        }
    }

    private void ClearStatus()
    {
        if (_statusWidth > 0)
        {
            _console.Write($"\r{new string(' ', _statusWidth)}\r");
            _statusWidth = 0;
        }
    }
}
