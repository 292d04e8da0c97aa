using System.Text;

namespace Tandem.Notebooks;

/// <summary>Gathers what a cell writes to the console into messages: live to the eye, and a thousand lines do not make a thousand messages.</summary>
internal sealed class StreamBatcher : IDisposable
{
    private const int MaximumLength = 1 << 16;

    private static readonly TimeSpan _delay = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly Action<StreamOutput> _send;
    private readonly Timer _timer;
    private bool _isError;

    public StreamBatcher(Action<StreamOutput> send)
    {
        _send = send;
        _timer = new Timer(_ => Flush());
    }

    public void Write(StreamOutput output)
    {
        lock (_gate)
        {
            if (output.IsError != _isError)
            {
                SendAll();
                _isError = output.IsError;
            }

            if (_text.Length == 0)
            {
                _timer.Change(_delay, Timeout.InfiniteTimeSpan);
            }

            _text.Append(output.Text);
            if (_text.Length >= MaximumLength)
            {
                SendWholeCharacters();
            }
        }
    }

    /// <summary>Sends what was gathered: before anything that has to come after it.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            SendWholeCharacters();
        }
    }

    /// <summary>Sends what was gathered, for good.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            SendAll();
        }

        _timer.Dispose();
    }

    /// <summary>Leaves the first half of a character whose second half is still to come.</summary>
    private void SendWholeCharacters()
    {
        if (_text.Length == 0 || !char.IsHighSurrogate(_text[^1]))
        {
            SendAll();
        }
        else
        {
            var half = _text[^1];
            _text.Length--;
            SendAll();
            _text.Append(half);
        }
    }

    private void SendAll()
    {
        if (_text.Length > 0)
        {
            var text = _text.ToString();
            _text.Clear();
            _send(new StreamOutput(text, _isError));
        }
    }
}
