using System.Text;
using System.Text.Json;

namespace Tandem.Notebooks;

/// <summary>
/// Writes events to a stream, a line of JSON each, on a thread of its own: cells do not wait for the reader. Console text that has not been written
/// yet is joined, so that a cell that writes character by character costs no more than one that writes lines.
/// </summary>
internal sealed class EventWriter
{
    /// <summary>How long console text waits for more of it: no reader notices, and a flood of small writes costs little.</summary>
    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly Stream _stream;
    private readonly StringBuilder _text = new();
    private List<RunEvent> _pending = [];
    private (int Number, bool IsError) _textOf;
    private bool _isWriting;
    private bool _isFlushing;

    /// <param name="stream">Where to.</param>
    /// <param name="broken">Called when nobody reads any more.</param>
    public EventWriter(Stream stream, Action broken)
    {
        _stream = stream;
        new Thread(() => WriteAll(broken)) { IsBackground = true, Name = "Events" }.Start();
    }

    public void Add(RunEvent happening)
    {
        lock (_gate)
        {
            if (happening is CellShown { Output: StreamOutput stream } shown)
            {
                var isFirst = !HasPending;
                AddText(shown.Number, stream);
                if (!isFirst)
                {
                    return;
                }
            }
            else
            {
                EndText();
                _pending.Add(happening);
            }

            System.Threading.Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until everything is written.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _isFlushing = true;
            System.Threading.Monitor.PulseAll(_gate);
            while (_isWriting || HasPending)
            {
                System.Threading.Monitor.Wait(_gate);
            }

            _isFlushing = false;
        }
    }

    // Half of a surrogate pair waits for the other half: JSON could not hold it.
    private bool HasPending => _pending.Count > 0 || _text.Length > 1 || (_text.Length == 1 && !char.IsHighSurrogate(_text[0]));

    private void AddText(int number, StreamOutput stream)
    {
        if (_textOf != (number, stream.IsError))
        {
            EndText();
            _textOf = (number, stream.IsError);
        }

        _text.Append(stream.Text);
    }

    private void EndText()
    {
        if (_text.Length > 0)
        {
            _pending.Add(new CellShown(_textOf.Number, new StreamOutput(_text.ToString(), _textOf.IsError)));
            _text.Clear();
        }
    }

    private void WriteAll(Action broken)
    {
        try
        {
            while (true)
            {
                foreach (var happening in Take())
                {
                    JsonSerializer.Serialize(_stream, happening, RunJson.Default.RunEvent);
                    _stream.WriteByte((byte)'\n');
                }

                _stream.Flush();
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            broken();
        }
    }

    private List<RunEvent> Take()
    {
        lock (_gate)
        {
            _isWriting = false;
            System.Threading.Monitor.PulseAll(_gate);
            while (!HasPending)
            {
                System.Threading.Monitor.Wait(_gate);
            }

            if (_pending.Count == 0 && !_isFlushing)
            {
                System.Threading.Monitor.Wait(_gate, _gathering);
            }

            _isWriting = true;
            var half = _text.Length > 0 && char.IsHighSurrogate(_text[^1]) ? _text[^1].ToString() : "";
            _text.Length -= half.Length;
            EndText();
            _text.Append(half);
            var taken = _pending;
            _pending = [];
            return taken;
        }
    }
}
