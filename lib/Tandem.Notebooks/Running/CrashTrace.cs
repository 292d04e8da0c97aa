using System.Text;

namespace Tandem.Notebooks;

/// <summary>
/// Parts what a process writes to its standard error: ordinary text goes on as it comes; from the line on with which the .NET runtime begins its account
/// of a crash, it is kept. Safe to call from several threads.
/// </summary>
internal sealed class CrashTrace(Action<string> ordinary)
{
    private const int Limit = 1 << 18;

    private static readonly string[] _heads = ["Unhandled exception. ", "Stack overflow.", "Process terminated.", "Fatal error.", "Out of memory."];

    private readonly Lock _gate = new();
    private readonly StringBuilder _start = new();
    private readonly StringBuilder _kept = new();
    private bool _isCrash;
    private bool _isInLine;

    public void Add(string text)
    {
        lock (_gate)
        {
            foreach (var part in _isCrash ? [text] : Lines(text))
            {
                AddPart(part);
            }
        }
    }

    /// <summary>The runtime's account; empty when it gave none.</summary>
    public string Account
    {
        get
        {
            lock (_gate)
            {
                return _kept.ToString();
            }
        }
    }

    /// <summary>Hands on what was kept: the process lives, or ended in order, so that the text was only like a crash.</summary>
    public void Release()
    {
        lock (_gate)
        {
            var text = _kept.ToString() + _start;
            _kept.Clear();
            _start.Clear();
            _isCrash = false;
            if (text.Length > 0)
            {
                ordinary(text);
            }
        }
    }

    private void AddPart(string part)
    {
        if (_isCrash)
        {
            Keep(part);
            return;
        }

        // What was handed on of a line cannot become a head any more, but the runtime may begin one where the process left its line open.
        if (_isInLine && !IsHead(part))
        {
            HandOn(part);
            return;
        }

        _start.Append(part);
        var start = _start.ToString();
        if (IsHead(start))
        {
            _isCrash = true;
            _start.Clear();
            Keep(start);
        }
        else if (!_heads.Any(head => head.StartsWith(start, StringComparison.Ordinal)))
        {
            _start.Clear();
            HandOn(start);
        }
    }

    private void HandOn(string part)
    {
        _isInLine = !part.EndsWith('\n');
        ordinary(part);
    }

    private void Keep(string text) => _kept.Append(text.AsSpan(0, Math.Clamp(Limit - _kept.Length, 0, text.Length)));

    private static bool IsHead(string text) => _heads.Any(head => text.StartsWith(head, StringComparison.Ordinal));

    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            yield return text[start..end];
            start = end;
        }
    }
}
